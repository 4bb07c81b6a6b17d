import type { LocalVideoTrack } from 'livekit-client';
import { readCameraFormat } from './cameraFormat.ts';
import { cameraSide } from './cameraSide.ts';
import { turnDeadDeviceOff, type RoomWithSwitches } from './turnDevice.ts';
import type { Preview } from './preview.ts';

/**
 * Switches between the cameras on the front and the back of a phone.
 *
 * @param choices remembers the camera, so that the guest has the same one after rejoining
 * @returns `kept` if the other camera failed and the old one is in use again, `lost` if both failed and the camera is
 *   turned off
 */
export async function flipCamera(
  room: RoomWithSwitches,
  choices: Pick<Preview, 'flip'>,
  track: LocalVideoTrack,
): Promise<'flipped' | 'kept' | 'lost'> {
  const facingMode = cameraSide(track) === 'environment' ? 'user' : 'environment';
  try {
    await track.restartTrack({ facingMode, resolution: readCameraFormat() });
    choices.flip(track.getSourceTrackSettings().deviceId ?? '');
    return 'flipped';
  } catch {
    // The SDK has stopped the old camera's track, so the old camera is opened again below, by `restartTrack` without
    // options.
  }
  try {
    await track.restartTrack();
    return 'kept';
  } catch {
    await turnDeadDeviceOff(room, 'camera');
    return 'lost';
  }
}
