import { Track, type LocalTrackPublication, type Room } from 'livekit-client';
import { chosenKinds, type ChosenKind } from './deviceChoices.ts';
import { turnDeadDeviceOff, type RoomWithSwitches } from './turnDevice.ts';

/** Result of switching to another device. */
export type SwitchResult =
  | 'switched'
  /** The new device failed to open. The previous device or another one is in use (`deviceInUse`). */
  | 'kept'
  /** Neither the new device nor any other one could be opened, so the microphone or camera is off. */
  | 'lost';

/** The members of LiveKit's room that tell which devices are in use. */
export interface RoomWithDevices extends Pick<Room, 'getActiveDevice'> {
  localParticipant: Pick<Room['localParticipant'], 'getTrackPublication'>;
}

type SwitchRoom = RoomWithDevices & RoomWithSwitches & Pick<Room, 'switchActiveDevice'>;

const sources: Partial<Record<MediaDeviceKind, Track.Source>> = {
  audioinput: Track.Source.Microphone,
  videoinput: Track.Source.Camera,
};

/** The publication of a device of this kind, if the device is on. */
function sentFrom(
  { localParticipant }: RoomWithDevices,
  kind: MediaDeviceKind,
): LocalTrackPublication | undefined {
  const source = sources[kind];
  const publication = source && localParticipant.getTrackPublication(source);
  return publication?.isMuted === false ? publication : undefined;
}

/** The id of the open device of this kind. If the device is off, the id of the one that will be requested. */
export function deviceInUse(room: RoomWithDevices, kind: MediaDeviceKind): string | undefined {
  const settings = sentFrom(room, kind)?.track?.getSourceTrackSettings();
  return settings?.deviceId ?? room.getActiveDevice(kind);
}

/**
 * Switches the call to another device, or returns to the previous one if that fails.
 *
 * Symptom: after a failed `switchActiveDevice` the camera sends nothing until the next successful switch.
 * Cause: the SDK stops the old track before it opens the new one (livekit-client 2.23, LocalTrack.ts).
 * Remove when: the SDK keeps the old track after a failure.
 *
 * @param choices remembers the device if it is in use now
 */
export async function switchDevice(
  room: SwitchRoom,
  choices: { choose: (kind: ChosenKind, deviceId: string) => void },
  kind: MediaDeviceKind,
  deviceId: string,
): Promise<SwitchResult> {
  const chosen = chosenKinds[kind];
  const before = deviceInUse(room, kind);
  // If the device is off, it is only chosen for later, so it may be missing now.
  const isExact = sentFrom(room, kind) !== undefined;
  let isSwitched = false;
  try {
    // The promise resolves with false if the browser opened another device than requested.
    isSwitched = await room.switchActiveDevice(kind, deviceId, isExact);
  } catch {
    // An error is handled as if the browser had opened a wrong device: the code below returns to the previous device.
  }
  if (isSwitched) {
    choices.choose(chosen, deviceId);
    return 'switched';
  }
  try {
    // The previous device is not requested as `exact`, so that the browser opens another one if it is gone.
    await room.switchActiveDevice(kind, before ?? 'default', false);
    return 'kept';
  } catch {
    if (chosen !== 'speaker') await turnDeadDeviceOff(room, chosen);
    return 'lost';
  }
}
