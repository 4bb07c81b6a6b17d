import { ChatButton } from '../chat/ChatButton.tsx';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { HandButton } from '../gestures/HandButton.tsx';
import { ReactionsButton } from '../gestures/ReactionsButton.tsx';
import { useMessages } from '../messages/MessagesContext.tsx';
import { CallDeviceButton } from './CallDeviceButton.tsx';
import styles from './ControlBar.module.css';
import { LeaveButton } from './LeaveButton.tsx';

export function ControlBar({
  onSet,
  onLeave,
}: {
  onSet: (kind: DeviceKind, isOn: boolean) => void;
  onLeave: () => void;
}) {
  const { control } = useMessages();
  return (
    <div className={styles.bar} role="group" aria-label={control.bar}>
      <CallDeviceButton kind="microphone" onSet={(isOn) => onSet('microphone', isOn)} />
      <CallDeviceButton kind="camera" onSet={(isOn) => onSet('camera', isOn)} />
      <HandButton />
      <ReactionsButton />
      <ChatButton />
      <LeaveButton onLeave={onLeave} />
    </div>
  );
}
