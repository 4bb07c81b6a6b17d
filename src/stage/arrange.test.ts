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

test('25 fit on a large screen without a pager, oneself last', () => {
  const { shown, page, pager } = scene(24);
  expect(keys(shown)).toEqual([...names.slice(0, 24), 'me']);
  expect(page.count).toBe(1);
  expect(pager).toBe('none');
});

test('an upright phone pages through many, with oneself on the first page and each of them on one page', () => {
  const pages = [0, 1].map((wantedPage) => keys(scene(9, { space: phone, wantedPage }).shown));
  expect(pages[0]?.at(-1)).toBe('me');
  expect(pages.flat().toSorted()).toEqual([...names.slice(0, 9), 'me'].toSorted());
  expect(scene(9, { space: phone })).toMatchObject({ pager: 'below', page: { count: 2 } });
  expect(scene(9, { space: phoneOnItsSide })).toMatchObject({ pager: 'beside' });
});

test('a tile is never under the pager', () => {
  for (const { place } of scene(9, { space: phone }).shown) {
    expect(place.y + place.height).toBeLessThanOrEqual(phone.height - 52);
  }
});

test('two on an upright phone: the other full, oneself small; with oneself hidden the other alone', () => {
  expect(scene(1, { space: phone })).toMatchObject({
    isDuo: true,
    shown: [{ key: 'guest-1' }, { key: 'me' }],
  });
  expect(scene(1)).toMatchObject({ isDuo: false });
  expect(scene(1, { space: phone, tiles: [face('guest-1')] })).toMatchObject({ isDuo: false });
});

test('a pinned tile is large on every page of the others', () => {
  const view = { ...firstView, pinned: 'guest-3' };
  const first = scene(20, { view, space: phone });
  const second = scene(20, { view, space: phone, wantedPage: 1 });
  expect(first.shown[0]).toEqual(second.shown[0]);
  expect(first.shown[0]?.key).toBe('guest-3');
  expect(keys(first.shown)).not.toEqual(keys(second.shown));
});

test('alone in the room one fills it', () => {
  expect(scene(0, { space: phone }).shown).toHaveLength(1);
});

test('a stage that has no size yet shows somebody and does not break', () => {
  expect(scene(9, { space: { width: 0, height: 0, gap: 8 } }).shown).toHaveLength(1);
});
