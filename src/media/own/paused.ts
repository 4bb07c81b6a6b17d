/** The attribute that everyone sees of a participant whose camera or microphone was taken away; missing otherwise. */
export const pausedAttribute = 'first-room.paused';

/** What of a participant is interrupted, as the others are told. */
export type Paused = 'camera' | 'microphone' | 'both';

/** @returns what is interrupted, `undefined` for nothing and for what no version of this app sends */
export function pausedOf(attributes: Readonly<Record<string, string>>): Paused | undefined {
  const text = attributes[pausedAttribute];
  return text === 'camera' || text === 'microphone' || text === 'both' ? text : undefined;
}

/** One's own devices: whether the guest has it on, and whether the system took it away. */
interface DeviceState {
  isOn: boolean;
  isTaken: boolean;
}

/** @returns what is interrupted; a device that the guest turned off is not */
export function pausedNow(camera: DeviceState, microphone: DeviceState): Paused | undefined {
  const isCameraPaused = camera.isOn && camera.isTaken;
  const isMicrophonePaused = microphone.isOn && microphone.isTaken;
  if (isCameraPaused && isMicrophonePaused) return 'both';
  if (isCameraPaused) return 'camera';
  return isMicrophonePaused ? 'microphone' : undefined;
}
