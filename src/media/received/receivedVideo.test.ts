import { expect, test } from 'vitest';
import { createReceivedVideo, videoShare, type ReceivedVideoState } from './receivedVideo.ts';

const faces = (state: ReceivedVideoState) =>
  ['ben', 'chloe'].map((identity) => videoShare(state, { identity, isScreen: false }));
const screen = (state: ReceivedVideoState) => videoShare(state, { identity: 'ben', isScreen: true });

test('the steps are: all faces small, only the speaker’s face and screens, nothing', () => {
  const at = (step: ReceivedVideoState['step']): ReceivedVideoState => ({
    wish: 'all',
    step,
    speaker: 'chloe',
  });
  expect(faces(at(0))).toEqual(['full', 'full']);
  expect(faces(at(1))).toEqual(['small', 'small']);
  expect(faces(at(2))).toEqual(['none', 'small']);
  expect(faces(at(3))).toEqual(['none', 'none']);
  expect(
    [0, 1, 2, 3].map((step) => screen(at(step === 0 ? 0 : step === 1 ? 1 : step === 2 ? 2 : 3))),
  ).toEqual(['full', 'full', 'full', 'none']);
});

test('with hidden video neither faces nor screens are received', () => {
  const state: ReceivedVideoState = { wish: 'hidden', step: 0, speaker: 'ben' };
  expect([...faces(state), screen(state)]).toEqual(['none', 'none', 'none']);
});

test('listeners are called only for a change', () => {
  const video = createReceivedVideo();
  let told = 0;
  video.subscribe(() => (told += 1));
  video.change({ step: 0 });
  expect(told).toBe(0);
  video.change({ step: 1 });
  expect(told).toBe(1);
  expect(video.getState()).toEqual({ wish: 'all', step: 1, speaker: undefined });
});
