import { Track, type LocalTrackPublication, type Room } from 'livekit-client';

/** Result of switching to another device. */
export type SwitchResult =
  | 'switched'
  /** The new device failed to open. The old one, or another one, is in use (`deviceInUse`). */
  | 'kept'
  /** No device could be opened. */
  | 'lost';

/** The members of LiveKit's room that say which devices are in use. */
export interface RoomWithDevices extends Pick<Room, 'getActiveDevice'> {
  localParticipant: Pick<Room['localParticipant'], 'getTrackPublication'>;
}

type SwitchRoom = RoomWithDevices & Pick<Room, 'switchActiveDevice'>;

const sources: Partial<Record<MediaDeviceKind, Track.Source>> = {
  audioinput: Track.Source.Microphone,
  videoinput: Track.Source.Camera,
};

/** The unmuted publication of a device of this kind. */
function sentFrom(
  { localParticipant }: RoomWithDevices,
  kind: MediaDeviceKind,
): LocalTrackPublication | undefined {
  const source = sources[kind];
  const publication = source && localParticipant.getTrackPublication(source);
  return publication?.isMuted === false ? publication : undefined;
}

/** The id of the open device; if the device is off, of the one that will be requested. */
export function deviceInUse(room: RoomWithDevices, kind: MediaDeviceKind): string | undefined {
  const settings = sentFrom(room, kind)?.track?.getSourceTrackSettings();
  return settings?.deviceId ?? room.getActiveDevice(kind);
}

/**
 * Switches to another device, or returns to the old one if that fails.
 *
 * Symptom: after a failed `switchActiveDevice` the camera sends nothing until the next successful switch.
 * Cause: the SDK stops the old track before it opens the new one (livekit-client 2.23, LocalTrack.ts).
 * Remove the return to the old device when the SDK keeps the old track after a failure.
 */
export async function switchDevice(
  room: SwitchRoom,
  kind: MediaDeviceKind,
  deviceId: string,
): Promise<SwitchResult> {
  const before = deviceInUse(room, kind);
  // A device that is off is only chosen for later, and may be missing now.
  const isExact = sentFrom(room, kind) !== undefined;
  try {
    // Resolves with false if the browser opened another device than requested.
    if (await room.switchActiveDevice(kind, deviceId, isExact)) return 'switched';
  } catch {
    // Returns to the old device below, as after a wrong device.
  }
  try {
    // Not `exact`, so that another device is opened if the old one is gone.
    await room.switchActiveDevice(kind, before ?? 'default', false);
    return 'kept';
  } catch {
    return 'lost';
  }
}
