import type { Room } from 'livekit-client';

/** What came of switching to another device. */
export type SwitchResult =
  | 'switched'
  /** It did not start; the one from before is in use again. */
  | 'kept'
  /** It did not start, and the one from before does not any more. */
  | 'lost';

/**
 * Switches, or goes back to the device in use before. A failed `switchActiveDevice` leaves the camera
 * dead until a valid switch, because the SDK stops the old track before it asks for the new one
 * (livekit-client 2.23, LocalTrack.ts).
 */
export async function switchDevice(
  room: Pick<Room, 'getActiveDevice' | 'switchActiveDevice'>,
  kind: MediaDeviceKind,
  deviceId: string,
): Promise<SwitchResult> {
  const before = room.getActiveDevice(kind);
  try {
    // `false` is a browser that opened another device than the one asked for.
    if (await room.switchActiveDevice(kind, deviceId)) return 'switched';
  } catch {
    // The same as a wrong device: back to what was there.
  }
  try {
    // Not exactly that one: a device that is gone gives way to the browser's default.
    await room.switchActiveDevice(kind, before ?? 'default', false);
    return 'kept';
  } catch {
    return 'lost';
  }
}
