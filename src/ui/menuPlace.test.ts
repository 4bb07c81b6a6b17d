import { expect, test } from 'vitest';
import { menuPlace, tileMenuPlace } from './menuPlace.ts';

test('a menu opens above its button, centred on it', () => {
  const place = menuPlace({ left: 600, right: 640, top: 650 }, { width: 1280, height: 720 });
  expect(place).toEqual({ left: 460, bottom: 78, width: 320, 'max-height': 634 });
});

test('the menu of a button at the edge of a small phone stays inside the window', () => {
  const place = menuPlace({ left: 300, right: 348, top: 580 }, { width: 320, height: 640 });
  expect(place).toMatchObject({ left: 8, width: 304 });
});

test('on a phone in landscape orientation the menu opens beside its button, with the whole height', () => {
  const place = menuPlace({ left: 580, right: 628, top: 250 }, { width: 640, height: 360 });
  expect(place).toEqual({ left: 252, bottom: 8, width: 320, 'max-height': 344 });
});

test('the menu of a tile opens below its button, or above it in the lower half, inside the window', () => {
  const window = { width: 390, height: 800 };
  expect(tileMenuPlace({ left: 330, right: 374, top: 60, bottom: 104 }, window)).toEqual({
    left: 102,
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
