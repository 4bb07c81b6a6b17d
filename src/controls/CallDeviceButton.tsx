import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { useCallDevice } from './useCallDevice.ts';

/**
 * Turns the microphone or camera on and off during the call.
 *
 * @param onSet called when the guest has turned the device on or off, to remember it
 */
export function CallDeviceButton({ kind, onSet }: { kind: DeviceKind; onSet: (isOn: boolean) => void }) {
  const { isOn, isPending, toggle } = useCallDevice(kind, onSet);
  useShortcut(kind, toggle);
  return <DeviceButton kind={kind} isOn={isOn} aria-disabled={isPending} onClick={toggle} />;
}
