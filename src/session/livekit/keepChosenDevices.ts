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
  // In Safari the track of AirPods goes on silently after they are taken out, so the app switches to another
  // microphone. In other browsers the track ends, and the client opens another microphone itself. In Safari neither the
  // client nor the app switches the speaker, because sound is delayed on a speaker that no click chose.
  const kind = 'GestureEvent' in globalThis ? 'audioinput' : 'audiooutput';
  room['selectDefaultDevices'] = async () => {
    const inUse = room.getActiveDevice(kind);
    const devices = await Room.getLocalDevices(kind, false);
    const [first] = devices;
    // A room that uses the system's default device (`default`) keeps it. Firefox does not list this default as a device
    // of its own, so there it only seems to be gone.
    if (!inUse || inUse === 'default' || !first || devices.some(({ deviceId }) => deviceId === inUse)) return;
    await room.switchActiveDevice(kind, first.deviceId);
  };
}
