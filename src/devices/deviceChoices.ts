import { readRemembered, remember } from '../remembered.ts';

export const deviceKinds = ['microphone', 'camera'] as const;

export type DeviceKind = (typeof deviceKinds)[number];

/** Whether the guest wants the device, and which one; no id means the browser's default. */
interface DeviceChoice {
  on: boolean;
  deviceId: string | undefined;
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
  const deviceId = property(choice, 'deviceId');
  return {
    on: typeof on === 'boolean' ? on : true,
    deviceId: typeof deviceId === 'string' && deviceId !== '' ? deviceId : undefined,
  };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
