import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { useCallDevice } from './useCallDevice.ts';

/**
 * Microphone or camera during the call.
 *
 * @param onSet what the guest has set, to be remembered
 */
export function CallDeviceButton({ kind, onSet }: { kind: DeviceKind; onSet: (isOn: boolean) => void }) {
  const { isOn, isPending, toggle } = useCallDevice(kind, onSet);
  useShortcut(kind, toggle);
  return <DeviceButton kind={kind} isOn={isOn} aria-disabled={isPending} onClick={toggle} />;
}
