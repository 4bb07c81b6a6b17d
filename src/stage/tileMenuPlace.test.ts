import { expect, test } from 'vitest';
import { tileMenuPlace } from './tileMenuPlace.ts';

test('the menu of a tile opens below its button, or above it in the lower half, inside the window', () => {
  const window = { width: 800, height: 800 };
  expect(tileMenuPlace({ left: 740, right: 784, top: 60, bottom: 104 }, window)).toEqual({
    left: 512,
    top: 104,
    width: 280,
    'max-height': 688,
  });
  expect(tileMenuPlace({ left: 8, right: 52, top: 500, bottom: 544 }, window)).toEqual({
    left: 8,
    bottom: 300,
    width: 280,
    'max-height': 492,
  });
});

test('on a phone the menu of a tile opens at the lower edge, wherever its button is', () => {
  for (const top of [60, 700]) {
    const button = { left: 330, right: 374, top, bottom: top + 44 };
    expect(tileMenuPlace(button, { width: 390, height: 800 })).toEqual({
      left: 8,
      bottom: 8,
      width: 374,
      'max-height': 784,
    });
  }
});

test('on a phone in landscape orientation the menu of a tile opens at the other side of the window', () => {
  const phone = { width: 844, height: 390 };
  const sheet = { bottom: 8, width: 280, 'max-height': 374 };
  expect(tileMenuPlace({ left: 300, right: 344, top: 8, bottom: 52 }, phone)).toEqual({
    left: 556,
    ...sheet,
  });
  expect(tileMenuPlace({ left: 600, right: 644, top: 8, bottom: 52 }, phone)).toEqual({ left: 8, ...sheet });
});
