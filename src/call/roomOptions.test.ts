import { expect, test } from 'vitest';
import { cameraFormat } from '../media/own/cameraFormat.ts';
import { roomOptionsFor } from './roomOptions.ts';

test('a computer uses the SDK’s default simulcast layers', () => {
  const { publishDefaults } = roomOptionsFor(
    cameraFormat({ isPhone: false, memoryGb: 8, isSavingData: false }),
  );
  expect(publishDefaults).not.toHaveProperty('videoEncoding');
  expect(publishDefaults).not.toHaveProperty('videoSimulcastLayers');
});

test('a phone sends two simulcast layers, the larger one at its limited size and bit rate', () => {
  const options = roomOptionsFor(cameraFormat({ isPhone: true, memoryGb: 8, isSavingData: false }));
  expect(options.publishDefaults).toMatchObject({
    videoCodec: 'vp8',
    videoEncoding: { maxBitrate: 700_000, maxFramerate: 24 },
    videoSimulcastLayers: [{ width: 320, height: 180 }],
  });
  expect(options.videoCaptureDefaults?.resolution).toEqual({ width: 960, height: 540, frameRate: 24 });
});
