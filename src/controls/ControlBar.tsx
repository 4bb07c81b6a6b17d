import { Check, PictureInPicture2 } from 'lucide';
import type { ReactNode } from 'react';
import { ChatButton } from '../chat/ChatButton.tsx';
import type { ChosenKind, DeviceKind } from '../media/own/deviceChoices.ts';
import { HandButton } from '../gestures/HandButton.tsx';
import { ReactionsButton } from '../gestures/ReactionsButton.tsx';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { CallDeviceButton } from './CallDeviceButton.tsx';
import styles from './ControlBar.module.css';
import { DeviceMenu } from './DeviceMenu.tsx';
import { FlipCameraButton, FlipCameraItem } from './FlipCameraButton.tsx';
import { hasDevices } from '../media/own/hasDevices.ts';
import { LeaveButton } from './LeaveButton.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { smallScreen } from './screenSize.ts';
import { PictureItems } from './PictureItems.tsx';
import { ShareScreenButton, ShareScreenItem } from './ShareScreenButton.tsx';
import { useAskBeforeLeaving } from './useAskBeforeLeaving.ts';
import { useDeviceChanges } from './useDeviceChanges.ts';
import { useMatches } from './useMatches.ts';
import { useMicrophoneWatch } from './useMicrophoneWatch.ts';
import { usePushToTalk } from './usePushToTalk.ts';
import { useVanishedDevices } from './useVanishedDevices.ts';
import { useVoiceProof } from './useVoiceProof.ts';

interface ControlBarProps {
  onSet: (kind: DeviceKind, isOn: boolean) => void;
  /** Called when the guest has chosen a device, to remember it. */
  onChosen: (kind: ChosenKind, deviceId: string) => void;
  /** Called when the guest has switched between front and back camera. */
  onFlipped: (deviceId: string) => void;
  onLeave: () => void;
  /** Language selection for the settings. */
  language: ReactNode;
  /** Opens or closes the mini window; `undefined` if the browser has none. */
  onMini: (() => void) | undefined;
}

/** The bar of controls. A phone has room for seven buttons, so the others are in the menu there. */
export function ControlBar({ onSet, onChosen, onFlipped, onLeave, language, onMini }: ControlBarProps) {
  const { controls, voice: voiceWords } = useRoomMessages();
  const voice = useVoiceProof();
  const isSmall = useMatches(smallScreen);
  const canChoose = hasDevices();
  const { tell } = useNotices();
  return (
    <div className={styles.bar} role="group" aria-label={controls.bar}>
      <Watches onSet={onSet} onChosen={onChosen} />
      <div className={styles.pair}>
        <CallDeviceButton kind="microphone" onSet={(isOn) => onSet('microphone', isOn)} />
        {voice === 'heard' && (
          // Hidden from screen readers; the settings and the microphone's menu say it in words.
          <span className={styles.heard} title={voiceWords.heard} aria-hidden="true">
            <Icon of={Check} size={12} />
          </span>
        )}
        {canChoose && !isSmall && <DeviceMenu kind="microphone" voice={voice} onChosen={onChosen} />}
      </div>
      <div className={styles.pair}>
        <CallDeviceButton kind="camera" onSet={(isOn) => onSet('camera', isOn)} />
        {canChoose && !isSmall && <DeviceMenu kind="camera" onChosen={onChosen} />}
      </div>
      {canChoose && !isSmall && <FlipCameraButton onFlipped={onFlipped} />}
      {!isSmall && <ShareScreenButton />}
      <HandButton onRefused={() => tell({ about: 'hand', say: ({ gesture }) => gesture.handRefused })} />
      <ReactionsButton />
      <ChatButton />
      <MoreMenu onChosen={onChosen} language={language} voice={voice}>
        {canChoose && isSmall && <FlipCameraItem onFlipped={onFlipped} />}
        {isSmall && <ShareScreenItem />}
        <PictureItems onSet={onSet} />
        {onMini && (
          <MenuItem icon={PictureInPicture2} onChoose={onMini}>
            {controls.mini}
          </MenuItem>
        )}
      </MoreMenu>
      <LeaveButton onLeave={onLeave} />
    </div>
  );
}

/** Runs hooks without output of their own. It is a separate component, so that their changes do not render the controls again. */
function Watches({ onSet, onChosen }: Pick<ControlBarProps, 'onSet' | 'onChosen'>) {
  usePushToTalk(useRoomContext());
  useAskBeforeLeaving();
  useDeviceChanges(onChosen);
  useVanishedDevices();
  useMicrophoneWatch(() => onSet('microphone', true));
  return null;
}
