import { Room } from 'livekit-client';

/**
 * Leaves a device only when it is gone.
 *
 * Symptom: a new camera, microphone or speaker that is listed first is switched to, though the guest uses another one.
 * Cause: the client takes the first one for the system's default, and a guest who uses the first one for one who follows the default.
 * Source: livekit-client 2.23.0, src/room/Room.ts `selectDefaultDevices`, `handleDeviceChange`.
 * Remove when: the client knows whether a device was chosen.
 */
export function keepChosenDevices(room: Room): void {
  // Safari's microphone goes on without a sound when AirPods are taken out. Elsewhere its track ends, and the client opens another one.
  // Safari's speaker is left alone, as by the client: sound is slow on a speaker that was not chosen by a click.
  const kind = 'GestureEvent' in globalThis ? 'audioinput' : 'audiooutput';
  room['selectDefaultDevices'] = async () => {
    const inUse = room.getActiveDevice(kind);
    const devices = await Room.getLocalDevices(kind, false);
    const [first] = devices;
    // The system's own is there also where it is not listed (Firefox).
    if (!inUse || inUse === 'default' || !first || devices.some(({ deviceId }) => deviceId === inUse)) return;
    await room.switchActiveDevice(kind, first.deviceId);
  };
}
