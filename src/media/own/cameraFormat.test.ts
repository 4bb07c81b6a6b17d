import { expect, test } from 'vitest';
import { cameraFormat } from './cameraFormat.ts';

test.each([
  ['a computer sends 720p', { isPhone: false, memoryGb: 8, isSavingData: false }, 720, 30],
  ['a computer with little memory still does', { isPhone: false, memoryGb: 2, isSavingData: true }, 720, 30],
  ['a phone sends 540p', { isPhone: true, memoryGb: 8, isSavingData: false }, 540, 24],
  [
    'an iPhone, which does not expose its memory, sends 540p',
    { isPhone: true, memoryGb: undefined, isSavingData: false },
    540,
    24,
  ],
  ['an old phone sends 360p', { isPhone: true, memoryGb: 2, isSavingData: false }, 360, 20],
  ['a guest who saves data sends 360p', { isPhone: true, memoryGb: 8, isSavingData: true }, 360, 20],
])('%s', (_name, facts, height, frameRate) => {
  expect(cameraFormat(facts)).toMatchObject({ height, frameRate });
});
