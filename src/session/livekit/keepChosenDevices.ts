import { Room } from 'livekit-client';

/**
 * Makes a room switch to another device only when the current one is gone.
 *
 * Symptom: the room switches to a newly connected camera, microphone or speaker if it is first in the list, although the guest uses another one.
 * Cause: the client assumes that the first device is the system's default, and that a guest who uses the first device follows the default.
 * Source: livekit-client 2.23.0, src/room/Room.ts `selectDefaultDevices`, `handleDeviceChange`.
 * Remove when: the client knows whether a device was chosen.
 */
export function keepChosenDevices(room: Room): void {
  // In Safari the track of AirPods goes on silently after they are taken out. In other browsers it ends, and the client opens another microphone.
  // Safari's speaker is not switched, by the client neither: sound is delayed on a speaker that was not chosen by a click.
  const kind = 'GestureEvent' in globalThis ? 'audioinput' : 'audiooutput';
  room['selectDefaultDevices'] = async () => {
    const inUse = room.getActiveDevice(kind);
    const devices = await Room.getLocalDevices(kind, false);
    const [first] = devices;
    // Firefox does not list the system's default device.
    if (!inUse || inUse === 'default' || !first || devices.some(({ deviceId }) => deviceId === inUse)) return;
    await room.switchActiveDevice(kind, first.deviceId);
  };
}
