import { expect, test } from 'vitest';
import {
  chooseLayout,
  firstView,
  forgetDismissed,
  keptLarge,
  largeTile,
  parseView,
  togglePin,
  type Candidate,
} from './stageView.ts';

function face(identity: string, isLocal = false): Candidate {
  return {
    key: `${identity} camera`,
    identity,
    isLocal,
    isScreen: false,
    isUpright: false,
    hasVideo: false,
  };
}
function screen(identity: string): Candidate {
  return { ...face(identity), key: `${identity} screen`, isScreen: true };
}

const ann = face('ann');
const ben = face('ben');
const me = face('me', true);
const people = [ann, ben, me];

test('in the automatic layout only a pinned tile is large, and toggling again unpins it', () => {
  expect(largeTile(firstView, people, 'ann')).toBeUndefined();
  const pinned = togglePin(firstView, people, ben.key);
  expect(largeTile(pinned, people, 'ann')).toBe(ben);
  expect(largeTile(togglePin(pinned, people, ben.key), people, 'ann')).toBeUndefined();
});

test('pinning another tile replaces the pin, and a pinned participant is large again after rejoining', () => {
  const pinned = togglePin(togglePin(firstView, people, ben.key), people, ann.key);
  expect(keptLarge(pinned, people)).toBe(ann);
  expect(keptLarge(pinned, [ben, me])).toBeUndefined();
  expect(keptLarge(pinned, people)).toBe(ann);
});

test('a shared screen is large', () => {
  const shared = screen('ann');
  expect(largeTile(firstView, [shared, ...people], undefined)).toBe(shared);
});

test('a screen made small stays small after rejoining, until a new share', () => {
  const shared = screen('ann');
  const small = togglePin(firstView, [shared, ...people], shared.key);
  expect(largeTile(small, [shared, ...people], undefined)).toBeUndefined();
  // The same shared screen has a new publication after the participant has reconnected.
  expect(largeTile(small, [screen('ann'), ...people], undefined)).toBeUndefined();
  expect(forgetDismissed(small, [shared, ...people])).toBe(small);
  expect(largeTile(forgetDismissed(small, people), [screen('ann'), ...people], undefined)).toBeDefined();
  expect(largeTile(togglePin(small, [shared, ...people], shared.key), [shared, ...people], undefined)).toBe(
    shared,
  );
});

test('a pinned face has priority over a shared screen', () => {
  const tiles = [screen('ann'), ...people];
  expect(largeTile(togglePin(firstView, tiles, ben.key), tiles, undefined)).toBe(ben);
});

test('the speaker layout shows the speaker, never the guest; if nobody has spoken, the first participant with video, otherwise the first', () => {
  const view = { ...firstView, layout: 'speaker' as const };
  expect(largeTile(view, people, 'ben')).toBe(ben);
  expect(largeTile(view, people, undefined)).toBe(ann);
  expect(largeTile(view, people, 'me')).toBe(ann);
  const seen = { ...ben, hasVideo: true };
  expect(largeTile(view, [ann, seen, me], undefined)).toBe(seen);
  expect(largeTile(view, [ann, seen, me], 'ann')).toBe(ann);
  expect(largeTile(view, [me], undefined)).toBeUndefined();
});

test('a guest who chose the grid is back in it after the speaker view, also in the next call', () => {
  const speaker = chooseLayout(chooseLayout({ ...firstView, pinned: ben.key }, 'grid'), 'speaker');
  expect(speaker).toMatchObject({ layout: 'speaker', otherLayout: 'grid', pinned: undefined });
  expect(parseView(speaker).otherLayout).toBe('grid');
  expect(chooseLayout(speaker, 'auto').otherLayout).toBe('auto');
});

test('a grid that was remembered before there were page sizes is the automatic layout', () => {
  expect(parseView({ layout: 'grid', isSelfHidden: false })).toEqual(firstView);
});

test('layout, page size and the hidden own tile are remembered, but pins and invalid data are not', () => {
  expect(parseView({ layout: 'speaker', perPage: 9, isSelfHidden: true, pinned: 'ann camera' })).toEqual({
    ...firstView,
    layout: 'speaker',
    perPage: 9,
    isSelfHidden: true,
  });
  expect(parseView({ layout: 'grid', perPage: 0 }).layout).toBe('grid');
  for (const rubbish of [undefined, null, 'speaker', { layout: 3, perPage: 5, isSelfHidden: 'yes' }]) {
    expect(parseView(rubbish)).toEqual(firstView);
  }
});
