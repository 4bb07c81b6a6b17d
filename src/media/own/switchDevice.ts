import { Track, type LocalTrackPublication, type Room } from 'livekit-client';

/** What came of switching to another device. */
export type SwitchResult =
  | 'switched'
  /** It did not start; the one from before is in use again, or else another one (`deviceInUse`). */
  | 'kept'
  /** It did not start, and no other one does. */
  | 'lost';

type SwitchRoom = Pick<Room, 'getActiveDevice' | 'switchActiveDevice'> & {
  localParticipant: Pick<Room['localParticipant'], 'getTrackPublication'>;
};

const sources: Partial<Record<MediaDeviceKind, Track.Source>> = {
  audioinput: Track.Source.Microphone,
  videoinput: Track.Source.Camera,
};

/** What is sent from a device of this kind now. */
function sentFrom(
  { localParticipant }: SwitchRoom,
  kind: MediaDeviceKind,
): LocalTrackPublication | undefined {
  const source = sources[kind];
  const publication = source && localParticipant.getTrackPublication(source);
  return publication?.isMuted === false ? publication : undefined;
}

/** The device that is open; for one that is off, the device that will be asked for. */
export function deviceInUse(room: SwitchRoom, kind: MediaDeviceKind): string | undefined {
  const settings = sentFrom(room, kind)?.track?.getSourceTrackSettings();
  return settings?.deviceId ?? room.getActiveDevice(kind);
}

/**
 * Switches, or goes back to the device in use before. A failed `switchActiveDevice` leaves the camera
 * dead until a valid switch, because the SDK stops the old track before it asks for the new one
 * (livekit-client 2.23, LocalTrack.ts).
 */
export async function switchDevice(
  room: SwitchRoom,
  kind: MediaDeviceKind,
  deviceId: string,
): Promise<SwitchResult> {
  const before = deviceInUse(room, kind);
  // One that is off stays off, and need not be there before it is turned on.
  const isExact = sentFrom(room, kind) !== undefined;
  try {
    // `false` is a browser that opened another device than the one asked for.
    if (await room.switchActiveDevice(kind, deviceId, isExact)) return 'switched';
  } catch {
    // The same as a wrong device: back to what was there.
  }
  try {
    // Not exactly that one: a device that is gone gives way to another one.
    await room.switchActiveDevice(kind, before ?? 'default', false);
    return 'kept';
  } catch {
    return 'lost';
  }
}
