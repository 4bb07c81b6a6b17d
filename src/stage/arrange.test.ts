import { expect, test } from 'vitest';
import { arrange } from './arrange.ts';
import { firstView, type Candidate } from './stageView.ts';

const phone = { width: 344, height: 500, gap: 8 };
const phoneOnItsSide = { width: 500, height: 290, gap: 8 };
const computer = { width: 1264, height: 590, gap: 8 };

function face(identity: string, isLocal = false): Candidate {
  return { key: identity, identity, isLocal, isScreen: false };
}

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

test('on a phone in portrait orientation a call of two has a full and a floating tile', () => {
  expect(scene(1, { space: phone })).toMatchObject({
    isDuo: true,
    shown: [{ key: 'guest-1' }, { key: 'me' }],
  });
  expect(scene(1)).toMatchObject({ isDuo: false });
  expect(scene(1, { space: phone, tiles: [face('guest-1')] })).toMatchObject({ isDuo: false });
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
