/**
 * Participant attribute which tells that the operating system or another app has taken the camera or microphone from
 * the participant's page. Absent while no device is interrupted.
 */
export const pausedAttribute = 'first-room.paused';

/** The devices of a participant that are interrupted: taken away by the operating system or another app. */
export type Paused = 'camera' | 'microphone' | 'both';

/**
 * Reads a participant's interrupted devices from the attributes.
 *
 * @returns `undefined` if no device is interrupted or the attribute is invalid
 */
export function pausedOf(attributes: Readonly<Record<string, string>>): Paused | undefined {
  const text = attributes[pausedAttribute];
  return text === 'camera' || text === 'microphone' || text === 'both' ? text : undefined;
}

/** Whether the guest has turned a device on, and whether the operating system has taken it away. */
interface DeviceState {
  isOn: boolean;
  isTaken: boolean;
}

/** The guest's own interrupted devices. A device that is turned off is not interrupted. */
export function pausedNow(camera: DeviceState, microphone: DeviceState): Paused | undefined {
  const isCameraPaused = camera.isOn && camera.isTaken;
  const isMicrophonePaused = microphone.isOn && microphone.isTaken;
  if (isCameraPaused && isMicrophonePaused) return 'both';
  if (isCameraPaused) return 'camera';
  return isMicrophonePaused ? 'microphone' : undefined;
}
