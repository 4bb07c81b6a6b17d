import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { useCallDevice } from './useCallDevice.ts';

/** Turns the microphone or camera on and off during the call. */
export function CallDeviceButton({ kind }: { kind: DeviceKind }) {
  const device = useCallDevice(kind);
  useShortcut(kind, device.onClick);
  return <DeviceButton kind={kind} {...device} />;
}
