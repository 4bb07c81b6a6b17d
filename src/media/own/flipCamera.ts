import type { LocalVideoTrack } from 'livekit-client';
import { readCameraPicture } from './cameraPicture.ts';
import { cameraSide } from './cameraSide.ts';

/**
 * From the camera on one side of a phone to the one on the other.
 *
 * @returns `kept` when the other one did not start and this one is in use again, `lost` when neither is
 */
export async function flipCamera(track: LocalVideoTrack): Promise<'flipped' | 'kept' | 'lost'> {
  try {
    await track.restartTrack({
      facingMode: cameraSide(track) === 'environment' ? 'user' : 'environment',
      resolution: readCameraPicture(),
    });
    return 'flipped';
  } catch {
    // The old one is stopped by now; without options the SDK opens what was open before.
  }
  try {
    await track.restartTrack();
    return 'kept';
  } catch {
    return 'lost';
  }
}
