import { Check, PictureInPicture2 } from 'lucide';
import type { ReactNode } from 'react';
import { ChatButton } from '../chat/ChatButton.tsx';
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
  /** Language selection for the settings. */
  language: ReactNode;
  /** Opens or closes the mini window; `undefined` if the browser has none. */
  onMini: (() => void) | undefined;
}

/** The bar of controls. A phone has room for seven buttons, so the others are in the menu there. */
export function ControlBar({ language, onMini }: ControlBarProps) {
  const { controls, voice: voiceWords } = useRoomMessages();
  const voice = useVoiceProof();
  const isSmall = useMatches(smallScreen);
  const canChoose = hasDevices();
  const { tell } = useNotices();
  return (
    <div className={styles.bar} role="group" aria-label={controls.bar}>
      <Watches />
      <div className={styles.pair}>
        <CallDeviceButton kind="microphone" />
        {voice === 'heard' && (
          // Hidden from screen readers; the settings and the microphone's menu say it in words.
          <span className={styles.heard} title={voiceWords.heard} aria-hidden="true">
            <Icon of={Check} size={12} />
          </span>
        )}
        {canChoose && !isSmall && <DeviceMenu kind="microphone" voice={voice} />}
      </div>
      <div className={styles.pair}>
        <CallDeviceButton kind="camera" />
        {canChoose && !isSmall && <DeviceMenu kind="camera" />}
      </div>
      {canChoose && !isSmall && <FlipCameraButton />}
      {!isSmall && <ShareScreenButton />}
      <HandButton onRefused={() => tell({ about: 'hand', say: ({ gesture }) => gesture.handRefused })} />
      <ReactionsButton />
      <ChatButton />
      <MoreMenu language={language} voice={voice}>
        {canChoose && isSmall && <FlipCameraItem />}
        {isSmall && <ShareScreenItem />}
        <PictureItems />
        {onMini && (
          <MenuItem icon={PictureInPicture2} onChoose={onMini}>
            {controls.mini}
          </MenuItem>
        )}
      </MoreMenu>
      <LeaveButton />
    </div>
  );
}

/** Runs hooks without output of their own. It is a separate component, so that their changes do not render the controls again. */
function Watches() {
  usePushToTalk(useRoomContext());
  useAskBeforeLeaving();
  useDeviceChanges();
  useVanishedDevices();
  useMicrophoneWatch();
  return null;
}
