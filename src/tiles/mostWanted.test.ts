import { Track } from 'livekit-client';
import { expect, test } from 'vitest';
import { mostWanted } from './mostWanted.ts';

const tile = (identity: string, source = Track.Source.Camera) => ({
  source,
  participant: { identity, isLocal: identity === 'me' },
});
const me = tile('me');
const ann = tile('ann');
const ben = tile('ben');
const screenOfAnn = tile('ann', Track.Source.ScreenShare);

test('a shared screen is wanted most, also while somebody else speaks', () => {
  expect(mostWanted([ann, ben, screenOfAnn, me], 'ben')).toBe(screenOfAnn);
});

test('without a shared screen the speaker is wanted most', () => {
  expect(mostWanted([ann, ben, me], 'ben')).toBe(ben);
});

test('while nobody has spoken, or the guest speaks, another participant is wanted', () => {
  expect(mostWanted([me, ann, ben], undefined)).toBe(ann);
  expect(mostWanted([me, ann, ben], 'me')).toBe(ann);
});

test('a guest who is alone sees themselves', () => {
  expect(mostWanted([me], undefined)).toBe(me);
  expect(mostWanted([], undefined)).toBeUndefined();
});
