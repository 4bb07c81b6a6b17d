/** Participant attribute that names the devices that the operating system or another app has taken from the page. Absent if there are none. */
export const pausedAttribute = 'first-room.paused';

/** The devices of a participant that are interrupted. */
export type Paused = 'camera' | 'microphone' | 'both';

/** @returns the interrupted devices of a participant; `undefined` for none, or for an invalid attribute */
export function pausedOf(attributes: Readonly<Record<string, string>>): Paused | undefined {
  const text = attributes[pausedAttribute];
  return text === 'camera' || text === 'microphone' || text === 'both' ? text : undefined;
}

/** Whether the guest has a device on, and whether the operating system took it away. */
interface DeviceState {
  isOn: boolean;
  isTaken: boolean;
}

/** @returns the guest's own interrupted devices. A device that is turned off is not interrupted */
export function pausedNow(camera: DeviceState, microphone: DeviceState): Paused | undefined {
  const isCameraPaused = camera.isOn && camera.isTaken;
  const isMicrophonePaused = microphone.isOn && microphone.isTaken;
  if (isCameraPaused && isMicrophonePaused) return 'both';
  if (isCameraPaused) return 'camera';
  return isMicrophonePaused ? 'microphone' : undefined;
}
