import { expect, test } from 'vitest';
import { menuPlace } from './menuPlace.ts';

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
