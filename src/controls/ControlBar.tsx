import { Maximize, Minimize, PictureInPicture2 } from 'lucide';
import { Track } from 'livekit-client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { whenSeen } from '../call/marks.ts';
import { ChatButton } from '../chat/ChatButton.tsx';
import { HandButton } from '../gestures/HandButton.tsx';
import { ReactionItems, ReactionsButton } from '../gestures/ReactionsButton.tsx';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useMayPublish, useMayWrite } from '../room/useMay.ts';
import { useIsOwnOn } from '../room/useOwn.ts';
import { arrowsMark } from '../start/page/roomParts.ts';
import { useFullScreen } from '../stage/useFullScreen.ts';
import type { StageViewState } from '../stage/useStageView.ts';
import { LevelBars, levelShower } from '../ui/LevelBars.tsx';
import { later } from '../ui/later.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { untilLoaded } from '../untilLoaded.ts';
import { CallDeviceButton } from './CallDeviceButton.tsx';
import styles from './ControlBar.module.css';
import { DeviceMenu } from './DeviceMenu.tsx';
import { FlipCameraButton } from './FlipCameraButton.tsx';
import { canShareScreen, hasDevices } from '../media/own/hasDevices.ts';
import { LeaveButton } from './LeaveButton.tsx';
import { MoreMenu, type RoomDialog } from './MoreMenu.tsx';
import { isTouchDevice, smallScreen } from './screenSize.ts';
import { VideoItems } from './VideoItems.tsx';
import { ShareScreenButton, ShareScreenItem } from './ShareScreenButton.tsx';
import { useCanFlip } from './useCameraFlip.ts';
import { useMatches } from './useMatches.ts';
import { useVoiceProof } from './useVoiceProof.ts';

// The component that watches devices and the microphone is loaded after the controls are shown, because they work
// without it.
const Watches = later(async () => (await untilLoaded(() => import('./Watches.tsx'))).Watches);

/** Begins to watch when the first video is seen, so that watching takes no processor time from the join. */
function LateWatches({ onLevel }: { onLevel: (level: number) => void }) {
  const room = useRoomContext();
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    let isHere = true;
    void whenSeen(room).then(() => isHere && setSeen(true));
    return () => {
      isHere = false;
    };
  }, [room]);
  return isSeen && <Watches onLevel={onLevel} onNotLoaded={() => {}} />;
}

interface ControlBarProps {
  /** The control with which the guest selects the language; the settings contain it. */
  language: ReactNode;
  stageView: StageViewState;
  dialog: RoomDialog;
  /** Opens or closes the mini window; `undefined` if the browser can't open one. */
  onMini: (() => void) | undefined;
}

/** The bar with the room's controls. A phone's screen fits seven buttons, so the others are in the menu there. */
export function ControlBar({ language, stageView, dialog, onMini }: ControlBarProps) {
  const { controls, view, voice: voiceWords } = useRoomMessages();
  const voice = useVoiceProof();
  const isMicrophoneOn = useIsOwnOn(Track.Source.Microphone);
  const bars = useRef<HTMLSpanElement>(null);
  const [showLevel] = useState(levelShower);
  const isSmall = useMatches(smallScreen);
  // A phone's bar is just wide enough for this one menu beside its seven buttons.
  const fitsMicrophoneMenu = useMatches('(min-width: 24rem) and (orientation: portrait)') || !isSmall;
  const { canBeFull, isFull, toggle } = useFullScreen();
  const canChoose = hasDevices();
  const [mayTalk, mayShow, mayShare] = [
    useMayPublish('microphone'),
    useMayPublish('camera'),
    useMayPublish('screen'),
  ];
  const mayReact = useMayWrite();
  const canFlip = useCanFlip() && canChoose && mayShow;
  const { tell } = useNotices();
  return (
    <div className={styles.bar} role="group" aria-label={controls.bar} {...arrowsMark(false)}>
      <LateWatches onLevel={(level) => showLevel(bars.current, level)} />
      {mayTalk && (
        <div className={styles.pair}>
          <CallDeviceButton kind="microphone" />
          {isMicrophoneOn && !isTouchDevice() && (
            // The level bars are hidden from screen readers; the settings and the microphone's menu say in words
            // whether the guest is heard.
            <LevelBars ref={bars} title={voiceWords[voice]} aria-hidden="true" />
          )}
          {canChoose && fitsMicrophoneMenu && <DeviceMenu kind="microphone" voice={voice} />}
        </div>
      )}
      {mayShow && (
        <div className={styles.pair}>
          <CallDeviceButton kind="camera" />
          {canChoose && !isSmall && <DeviceMenu kind="camera" />}
        </div>
      )}
      {canFlip && <FlipCameraButton />}
      {!isSmall && mayShare && <ShareScreenButton />}
      <HandButton onRefused={() => tell({ about: 'hand', say: ({ gesture }) => gesture.handRefused })} />
      {!(isSmall && canFlip) && mayReact && <ReactionsButton />}
      <ChatButton />
      <MoreMenu dialog={dialog} language={language} voice={voice} stageView={stageView}>
        {mayShare && canChoose && (isSmall || !canShareScreen()) && <ShareScreenItem />}
        <VideoItems />
        {onMini && (
          <MenuItem icon={PictureInPicture2} onChoose={onMini}>
            {controls.mini}
          </MenuItem>
        )}
        {isSmall && canBeFull && (
          <MenuItem icon={isFull ? Minimize : Maximize} onChoose={toggle}>
            {view.fullScreen}
          </MenuItem>
        )}
        {isSmall && canFlip && mayReact && <ReactionItems />}
      </MoreMenu>
      <LeaveButton />
    </div>
  );
}
