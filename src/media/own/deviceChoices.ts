import { readRemembered, remember } from '../../remembered.ts';

export const deviceKinds = ['microphone', 'camera'] as const;

export type DeviceKind = (typeof deviceKinds)[number];

/** All kinds of devices that a guest can choose. */
export type ChosenKind = DeviceKind | 'speaker';

/** The browser's names for the kinds of devices that a guest can choose. */
export const chosenKinds = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
} as const satisfies Record<MediaDeviceKind, ChosenKind>;

/** A device that the guest has chosen. Without an id, the browser's default device. */
export interface ChosenDevice {
  deviceId: string | undefined;
  /** The device's label, which finds the device if its id has changed; `undefined` if unknown. */
  label?: string | undefined;
}

/** Whether the guest wants to use the device, and which one. */
interface DeviceChoice extends ChosenDevice {
  on: boolean;
}

export type DeviceChoices = Record<DeviceKind, DeviceChoice>;

/** The choices of devices that this browser remembers. By default camera and microphone are on. */
export function readDeviceChoices(): DeviceChoices {
  const remembered = readRemembered('devices');
  return { microphone: readChoice(remembered, 'microphone'), camera: readChoice(remembered, 'camera') };
}

export function rememberDeviceChoices(choices: DeviceChoices): void {
  remember('devices', choices);
}

function readChoice(remembered: unknown, kind: DeviceKind): DeviceChoice {
  const choice = property(remembered, kind);
  const on = property(choice, 'on');
  return { on: typeof on === 'boolean' ? on : true, ...readChosen(choice) };
}

/** Parses a remembered device. Its fields are `undefined` if they are invalid. */
export function readChosen(remembered: unknown): ChosenDevice {
  return { deviceId: textOf(remembered, 'deviceId'), label: textOf(remembered, 'label') };
}

/** Finds the chosen device in a list of devices of the same kind, by its id, otherwise by its label. */
export function findDevice<Listed extends { deviceId: string; label: string }>(
  list: readonly Listed[],
  { deviceId, label }: ChosenDevice,
): Listed | undefined {
  if (!deviceId) return undefined;
  return (
    list.find((each) => each.deviceId === deviceId) ?? list.find((each) => label && each.label === label)
  );
}

function textOf(value: unknown, key: string): string | undefined {
  const text = property(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
