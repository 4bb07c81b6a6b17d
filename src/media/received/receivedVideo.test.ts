import { expect, test } from 'vitest';
import { createPictures, pictureShare, type PictureState } from './receivedVideo.ts';

const faces = (state: PictureState) =>
  ['ben', 'chloe'].map((identity) => pictureShare(state, { identity, isScreen: false }));
const screen = (state: PictureState) => pictureShare(state, { identity: 'ben', isScreen: true });

test('by steps faces become small, then only the speaker is left, then nothing; a screen goes last', () => {
  const at = (step: PictureState['step']): PictureState => ({ wish: 'all', step, speaker: 'chloe' });
  expect(faces(at(0))).toEqual(['full', 'full']);
  expect(faces(at(1))).toEqual(['small', 'small']);
  expect(faces(at(2))).toEqual(['none', 'small']);
  expect(faces(at(3))).toEqual(['none', 'none']);
  expect(
    [0, 1, 2, 3].map((step) => screen(at(step === 0 ? 0 : step === 1 ? 1 : step === 2 ? 2 : 3))),
  ).toEqual(['full', 'full', 'full', 'none']);
});

test('pictures hidden by hand are not received, shared screens neither', () => {
  for (const wish of ['hidden', 'voice_only'] as const) {
    const state: PictureState = { wish, step: 0, speaker: 'ben' };
    expect([...faces(state), screen(state)]).toEqual(['none', 'none', 'none']);
  }
});

test('only a change is told', () => {
  const pictures = createPictures();
  let told = 0;
  pictures.subscribe(() => (told += 1));
  pictures.change({ step: 0 });
  expect(told).toBe(0);
  pictures.change({ step: 1 });
  expect(told).toBe(1);
  expect(pictures.getState()).toEqual({ wish: 'all', step: 1, speaker: undefined });
});
