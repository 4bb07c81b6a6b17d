import { expect, test } from 'vitest';
import { cameraPicture } from '../devices/cameraPicture.ts';
import { roomOptionsFor } from './roomOptions.ts';

test('a computer leaves its layers to the SDK', () => {
  const { publishDefaults } = roomOptionsFor(
    cameraPicture({ isPhone: false, memoryGb: 8, isSavingData: false }),
  );
  expect(publishDefaults).not.toHaveProperty('videoEncoding');
  expect(publishDefaults).not.toHaveProperty('videoSimulcastLayers');
});

test('a phone sends two layers, and no more of the large one than its picture needs', () => {
  const options = roomOptionsFor(cameraPicture({ isPhone: true, memoryGb: 8, isSavingData: false }));
  expect(options.publishDefaults).toMatchObject({
    videoCodec: 'vp8',
    videoEncoding: { maxBitrate: 700_000, maxFramerate: 24 },
    videoSimulcastLayers: [{ width: 320, height: 180 }],
  });
  expect(options.videoCaptureDefaults?.resolution).toEqual({ width: 960, height: 540, frameRate: 24 });
});
