import { readRemembered, remember } from '../../remembered.ts';

export const deviceKinds = ['microphone', 'camera'] as const;

export type DeviceKind = (typeof deviceKinds)[number];

/** What a guest chooses: own devices, and where the others are heard. */
export type ChosenKind = DeviceKind | 'speaker';

/** A device that was chosen; no id means the browser's default. */
export interface ChosenDevice {
  deviceId: string | undefined;
  /** Finds the device again when its id has changed; `undefined` while it is not known. */
  label?: string | undefined;
}

/** Whether the guest wants the device, and which one. */
interface DeviceChoice extends ChosenDevice {
  on: boolean;
}

export type DeviceChoices = Record<DeviceKind, DeviceChoice>;

/** What was chosen in this browser before; a first-time guest starts with both on. */
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

/** @returns the device in what was remembered, as far as there is one */
export function readChosen(remembered: unknown): ChosenDevice {
  return { deviceId: textOf(remembered, 'deviceId'), label: textOf(remembered, 'label') };
}

/** The chosen device in the list of those of its kind: by its id, or else by its label. */
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
