import type { LocalVideoTrack } from 'livekit-client';
import { readCameraFormat } from './cameraFormat.ts';
import { cameraSide } from './cameraSide.ts';

/**
 * Switches between the cameras on the front and the back of a phone.
 *
 * @returns `kept` if the other camera failed and the old one is in use again, `lost` if both failed
 */
export async function flipCamera(track: LocalVideoTrack): Promise<'flipped' | 'kept' | 'lost'> {
  try {
    await track.restartTrack({
      facingMode: cameraSide(track) === 'environment' ? 'user' : 'environment',
      resolution: readCameraFormat(),
    });
    return 'flipped';
  } catch {
    // At this point the old camera's track is stopped. Without options the SDK reopens the old camera.
  }
  try {
    await track.restartTrack();
    return 'kept';
  } catch {
    return 'lost';
  }
}
