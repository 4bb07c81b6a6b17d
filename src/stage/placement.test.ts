import { expect, test } from 'vitest';
import { nearest } from '../shortcuts/nearest.ts';
import { placeDuo, placeGrid, placeSpotlight, solveStrip, type Place } from './placement.ts';

const gap = 8;
const spaces = [
  { width: 344, height: 464, gap },
  { width: 500, height: 290, gap },
  { width: 1264, height: 590, gap },
];

function isInside({ x, y, width, height }: Place, space: { width: number; height: number }): boolean {
  return x >= 0 && y >= 0 && x + width <= space.width && y + height <= space.height;
}

function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isTidy(places: Place[], space: { width: number; height: number }): boolean {
  return places.every(
    (place, index) =>
      isInside(place, space) && places.slice(index + 1).every((other) => !overlap(place, other)),
  );
}

test('the tiles of a grid are inside the stage and do not overlap', () => {
  for (const space of spaces) {
    for (let count = 1; count <= 25; count += 1) expect(isTidy(placeGrid(count, space), space)).toBe(true);
  }
});

test('the last row of a grid is centred', () => {
  const [, , last] = placeGrid(3, { width: 1264, height: 590, gap });
  expect(Math.abs((last?.x ?? 0) + (last?.width ?? 0) / 2 - 632)).toBeLessThanOrEqual(1);
});

test('the strip beside a large tile is at the side of a wide stage, and at the bottom of a tall one', () => {
  for (const space of spaces) {
    const strip = solveStrip(space);
    expect(strip.isBeside).toBe(space.width > space.height);
    for (let others = 0; others <= strip.count; others += 1) {
      for (const isScreen of [true, false]) {
        const places = placeSpotlight(others, space, isScreen);
        expect(places).toHaveLength(others + 1);
        expect(isTidy(places, space)).toBe(true);
        const [large, ...small] = places;
        for (const { width, height } of small) {
          expect((large?.width ?? 0) * (large?.height ?? 0)).toBeGreaterThan(2 * width * height);
        }
      }
    }
  }
});

test('a shared screen alone takes the whole stage', () => {
  expect(placeSpotlight(0, { width: 1264, height: 590, gap }, true)).toEqual([
    { x: 0, y: 0, width: 1264, height: 590 },
  ]);
});

test('in a call of two the other tile fills the stage, and the guest’s own is small', () => {
  for (const { width, height } of spaces) {
    const [other, self] = placeDuo({ width, height, gap }, false);
    expect(other).toEqual({ x: 0, y: 0, width, height });
    expect(self.width).toBeLessThan(width / 3);
    // 88 CSS pixels are wide enough for the two buttons of the guest's own tile.
    expect(self.width).toBeGreaterThanOrEqual(88);
  }
});

test('on a very wide stage the full tile of a call of two is centred and not stretched over all of it', () => {
  const [{ x, width, height }] = placeDuo({ width: 3000, height: 1000, gap }, false);
  expect(height).toBe(1000);
  expect(width / height).toBeCloseTo(2.2);
  expect(x).toBe((3000 - width) / 2);
});

/** Positions of the tiles' buttons: the menu in the upper right corner, and in wide tiles the pin beside it. */
function buttonsOf(tiles: readonly Place[]) {
  const size = { width: 44, height: 44 };
  return tiles.flatMap(({ x, y, width }) => {
    const menu = { left: x + width - 44, top: y, ...size };
    return width < 200 ? [menu] : [{ left: x + width - 88, top: y, ...size }, menu];
  });
}

test('arrow keys reach every button of every tile, in each layout', () => {
  const screens = [
    { width: 1280, height: 600 },
    { width: 390, height: 700 },
    { width: 800, height: 360 },
  ];
  for (const screen of screens) {
    const space = { ...screen, gap: 8 };
    for (let count = 1; count <= 25; count += 1) {
      for (const places of [placeGrid(count, space), placeSpotlight(Math.min(count, 3), space, true)]) {
        const boxes = buttonsOf(places);
        const reached = new Set([0]);
        for (const at of reached) {
          for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
            const from = boxes[at];
            const next = from && nearest(key, from, boxes);
            if (next !== undefined) reached.add(next);
          }
        }
        expect(reached.size, `${count} tiles in ${screen.width} × ${screen.height}`).toBe(boxes.length);
      }
    }
  }
});
