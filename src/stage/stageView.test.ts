import { expect, test } from 'vitest';
import {
  firstView,
  forgetDismissed,
  keptLarge,
  largeTile,
  parseView,
  togglePin,
  type Candidate,
} from './stageView.ts';

function face(identity: string, isLocal = false): Candidate {
  return { key: `${identity} camera`, identity, isLocal, isScreen: false };
}
function screen(identity: string, isLocal = false): Candidate {
  return { key: `${identity} screen`, identity, isLocal, isScreen: true };
}

const ann = face('ann');
const ben = face('ben');
const me = face('me', true);
const people = [ann, ben, me];

test('in the grid nobody is large until somebody is pinned, and unpinned by the same control', () => {
  expect(largeTile(firstView, people, 'ann')).toBeUndefined();
  const pinned = togglePin(firstView, people, ben.key);
  expect(largeTile(pinned, people, 'ann')).toBe(ben);
  expect(largeTile(togglePin(pinned, people, ben.key), people, 'ann')).toBeUndefined();
});

test('pinning another one replaces the pin, and who has left is large again on coming back', () => {
  const pinned = togglePin(togglePin(firstView, people, ben.key), people, ann.key);
  expect(keptLarge(pinned, people)).toBe(ann);
  expect(keptLarge(pinned, [ben, me])).toBeUndefined();
  expect(keptLarge(pinned, people)).toBe(ann);
});

test('a shared screen is large, one’s own is not', () => {
  const shared = screen('ann');
  expect(largeTile(firstView, [shared, ...people], undefined)).toBe(shared);
  expect(largeTile(firstView, [screen('me', true), ...people], undefined)).toBeUndefined();
});

test('a screen made small stays small when the guest or the sharer is brought back, until it is shared anew', () => {
  const shared = screen('ann');
  const small = togglePin(firstView, [shared, ...people], shared.key);
  expect(largeTile(small, [shared, ...people], undefined)).toBeUndefined();
  // The same share has another id after a new connection.
  expect(largeTile(small, [screen('ann'), ...people], undefined)).toBeUndefined();
  expect(forgetDismissed(small, [shared, ...people])).toBe(small);
  expect(largeTile(forgetDismissed(small, people), [screen('ann'), ...people], undefined)).toBeDefined();
  expect(largeTile(togglePin(small, [shared, ...people], shared.key), [shared, ...people], undefined)).toBe(
    shared,
  );
});

test('a pinned face comes before a shared screen', () => {
  const tiles = [screen('ann'), ...people];
  expect(largeTile(togglePin(firstView, tiles, ben.key), tiles, undefined)).toBe(ben);
});

test('the speaker view shows who speaks, never oneself, and somebody while nobody has spoken', () => {
  const view = { ...firstView, layout: 'speaker' as const };
  expect(largeTile(view, people, 'ben')).toBe(ben);
  expect(largeTile(view, people, undefined)).toBe(ann);
  expect(largeTile(view, people, 'me')).toBe(ann);
  expect(largeTile(view, [me], undefined)).toBeUndefined();
});

test('layout and the hidden own picture are remembered; rubbish and pins are not', () => {
  expect(parseView({ layout: 'speaker', isSelfHidden: true, pinned: 'ann camera' })).toEqual({
    ...firstView,
    layout: 'speaker',
    isSelfHidden: true,
  });
  for (const rubbish of [undefined, null, 'speaker', { layout: 3, isSelfHidden: 'yes' }]) {
    expect(parseView(rubbish)).toEqual(firstView);
  }
});
