import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { shortcuts } from '../shortcuts/shortcuts.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { useTitleWithKey } from '../shortcuts/useTitleWithKey.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { useCallDevice } from './useCallDevice.ts';

/** The button that turns the microphone or camera on and off during the call. */
export function CallDeviceButton({ kind }: { kind: DeviceKind }) {
  const device = useCallDevice(kind);
  const { control } = useRoomMessages();
  const title = useTitleWithKey(kind, control[kind]);
  useShortcut(kind, device.onClick);
  return (
    <DeviceButton
      kind={kind}
      title={title}
      aria-keyshortcuts={shortcuts[kind].key.toUpperCase()}
      {...device}
    />
  );
}
