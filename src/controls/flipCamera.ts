import { facingModeFromLocalTrack, VideoPresets, type LocalVideoTrack } from 'livekit-client';

/**
 * From the camera on one side of a phone to the one on the other.
 *
 * @returns `kept` when the other one did not start and this one is in use again, `lost` when neither is
 */
export async function flipCamera(track: LocalVideoTrack): Promise<'flipped' | 'kept' | 'lost'> {
  const { facingMode, confidence } = facingModeFromLocalTrack(track);
  // A browser that does not say which side it shows: the side that was asked for last.
  const side = confidence === 'low' ? track.constraints.facingMode : facingMode;
  try {
    await track.restartTrack({
      facingMode: side === 'environment' ? 'user' : 'environment',
      resolution: VideoPresets.h720.resolution,
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
