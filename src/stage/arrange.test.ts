import { expect, test } from 'vitest';
import { arrange } from './arrange.ts';
import { firstView, type Candidate } from './stageView.ts';

const phone = { width: 344, height: 500, gap: 8 };
const phoneOnItsSide = { width: 500, height: 290, gap: 8 };
const computer = { width: 1264, height: 590, gap: 8 };

function face(identity: string, isLocal = false): Candidate {
  return { key: identity, identity, isLocal, isScreen: false, isUpright: false, hasVideo: false };
}

const upright = (candidate: Candidate): Candidate => ({ ...candidate, isUpright: true });

const names = Array.from({ length: 30 }, (_, index) => `guest-${index + 1}`);

function scene(others: number, changes: Partial<Parameters<typeof arrange>[0]> = {}) {
  const order = names.slice(0, others);
  return arrange({
    tiles: [...order.map((name) => face(name)), face('me', true)],
    view: firstView,
    speaker: undefined,
    order,
    wantedPage: 0,
    space: computer,
    ...changes,
  });
}

const keys = (shown: { key: string }[]) => shown.map(({ key }) => key);

test('25 tiles fit on a large screen without a pager, the guest’s own last', () => {
  const { shown, page, pager } = scene(24);
  expect(keys(shown)).toEqual([...names.slice(0, 24), 'me']);
  expect(page.count).toBe(1);
  expect(pager).toBe('none');
});

test('a phone in portrait orientation has pages, each tile on one of them, and the guest’s own on the first', () => {
  const pages = [0, 1].map((wantedPage) => keys(scene(9, { space: phone, wantedPage }).shown));
  expect(pages[0]?.at(-1)).toBe('me');
  expect(pages.flat().toSorted()).toEqual([...names.slice(0, 9), 'me'].toSorted());
  expect(scene(9, { space: phone })).toMatchObject({ pager: 'below', page: { count: 2 } });
  expect(scene(9, { space: phoneOnItsSide })).toMatchObject({ pager: 'beside' });
});

test('the pager covers no tile', () => {
  for (const { place } of scene(9, { space: phone }).shown) {
    expect(place.y + place.height).toBeLessThanOrEqual(phone.height - 52);
  }
});

test('a call of two has a full and a floating tile on every screen', () => {
  for (const space of [phone, phoneOnItsSide, computer]) {
    const { isDuo, shown } = scene(1, { space });
    expect(isDuo).toBe(true);
    expect(keys(shown)).toEqual(['guest-1', 'me']);
  }
});

test('a guest whose own video is hidden sees the only other participant as large as before', () => {
  for (const space of [phone, phoneOnItsSide, computer]) {
    const { shown } = scene(1, { space, tiles: [face('guest-1')] });
    expect(shown).toEqual(scene(1, { space }).shown.slice(0, 1));
  }
});

test('the guest’s own floating tile on a wide screen has the shape of their camera', () => {
  const [, wide] = scene(1).shown;
  const [, tall] = scene(1, { tiles: [face('guest-1'), upright(face('me', true))] }).shown;
  expect((wide?.place.width ?? 0) / (wide?.place.height ?? 1)).toBeCloseTo(16 / 9, 1);
  expect((tall?.place.width ?? 0) / (tall?.place.height ?? 1)).toBeCloseTo(3 / 4, 1);
});

test('on a wide screen tiles are upright if most participants send upright video', () => {
  const shapeWith = (uprights: number) => {
    const tiles = names
      .slice(0, 4)
      .map((name, index) => (index < uprights ? upright(face(name)) : face(name)));
    const [first] = scene(4, { tiles }).shown;
    return (first?.place.width ?? 0) / (first?.place.height ?? 1);
  };
  expect(shapeWith(3)).toBeLessThan(1);
  expect(shapeWith(2)).toBeGreaterThan(1.3);
});

test('in the grid two tiles are equally large, and a page has at most as many tiles as the guest chose', () => {
  const grid = { ...firstView, layout: 'grid' as const };
  const { isDuo, shown } = scene(1, { view: grid });
  expect(isDuo).toBe(false);
  expect(shown[0]?.place.width).toBe(shown[1]?.place.width);
  expect(scene(20, { view: { ...firstView, perPage: 9 } })).toMatchObject({ page: { count: 3, end: 9 } });
  // The guest has chosen nine tiles on a page, but nine do not fit on a phone.
  expect(scene(20, { view: { ...firstView, perPage: 9 }, space: phone }).shown.length).toBeLessThan(9);
});

test('a pinned tile is large on every page', () => {
  const view = { ...firstView, pinned: 'guest-3' };
  const first = scene(20, { view, space: phone });
  const second = scene(20, { view, space: phone, wantedPage: 1 });
  expect(first.shown[0]).toEqual(second.shown[0]);
  expect(first.shown[0]?.key).toBe('guest-3');
  expect(keys(first.shown)).not.toEqual(keys(second.shown));
});

test('the tile of a guest who is alone is shown', () => {
  expect(scene(0, { space: phone }).shown).toHaveLength(1);
});

test('a stage without a size shows one tile', () => {
  expect(scene(9, { space: { width: 0, height: 0, gap: 8 } }).shown).toHaveLength(1);
});
