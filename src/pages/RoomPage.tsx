import type { Room } from 'livekit-client';
import { memo, type ReactNode } from 'react';
import type { Connection } from '../call/callState.ts';
import { SettledContext, useKept, useSettled } from '../call/useSettled.ts';
import { useWakeLock } from '../call/useWakeLock.ts';
import { useChatIn } from '../chat/ChatContext.tsx';
import { ChatSide } from '../chat/ChatSide.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import { MiniRoom } from '../controls/MiniRoom.tsx';
import { SoundButton, VideoButton } from '../controls/SoundButton.tsx';
import { swallowDrops } from '../controls/swallowDrops.ts';
import { useInterruptions } from '../controls/useInterruptions.ts';
import { useMiniWindow } from '../controls/useMiniWindow.ts';
import { useScreenShareIn } from '../controls/useScreenShare.ts';
import { useSoundHeldBack, useVideoHeldBack } from '../controls/useSoundHeldBack.ts';
import type { ChosenKind, DeviceKind } from '../devices/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { NewsRegion } from '../notices/NewsRegion.tsx';
import { NoticeList } from '../notices/NoticeList.tsx';
import { useNewsIn } from '../notices/useNewsIn.ts';
import { useWeakNetwork } from '../notices/useWeakNetwork.ts';
import { RoomContext } from '../room/RoomContext.tsx';
import { Sound } from '../room/Sound.tsx';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useLatestOfRoom } from '../room/useLatest.ts';
import { useQuietMedia } from '../room/useQuietMedia.ts';
import { roomPageMark } from '../start/page/roomParts.ts';
import { Stage } from '../stage/Stage.tsx';
import { StageButtons } from '../stage/StageButtons.tsx';
import { useStageView, type StageViewState } from '../stage/useStageView.ts';
import { useHearingsIn } from '../tiles/useHearings.ts';
import { usePicturesIn } from '../tiles/usePicturesIn.ts';
import { useStillsIn } from '../tiles/useStills.ts';
import { LanguageSelect } from './LanguageSelect.tsx';
import styles from './RoomPage.module.css';

export { EndedPage } from './EndedPage.tsx';
export { ReturningPanel } from './ReturningPanel.tsx';

// This module is loaded while the guest looks at the lobby: from then on a dropped file leaves the page alone.
swallowDrops(window);

interface RoomPageProps {
  name: string;
  /** The one of now, or the one that was lost. */
  room: Room;
  connection: Connection;
  /** What stands in place of the controls while the guest is cut off. */
  returning: ReactNode;
  onSet: (kind: DeviceKind, isOn: boolean) => void;
  onChosen: (kind: ChosenKind, deviceId: string) => void;
  onFlipped: (deviceId: string) => void;
  onLeave: () => void;
}

/** The room: everyone, and the controls. */
export const RoomPage = memo(function RoomPage(props: RoomPageProps) {
  const { name, room, connection, returning, onSet, onChosen, onFlipped, onLeave } = props;
  const isSettled = useSettled(connection);
  useStillsIn(room, isSettled);
  useChatIn(room);
  useNewsIn(room);
  useHearingsIn(room);
  usePicturesIn(room);
  useWeakNetwork(room, connection);
  useInterruptions(room);
  useScreenShareIn(room);
  const isSoundHeldBack = useSoundHeldBack(room);
  const isVideoHeldBack = useVideoHeldBack(room);
  const mini = useMiniWindow();
  const stageView = useStageView();
  useWakeLock();
  useQuietMedia();
  return (
    <RoomContext value={room}>
      <SettledContext value={isSettled}>
        <NewsRegion />
        <main className={styles.room} {...roomPageMark(connection)}>
          <Header name={name} room={room} connection={connection} stageView={stageView} />
          <ChatSide>
            <Stage {...stageView} />
          </ChatSide>
          <footer className={styles.footer}>
            {returning || (
              <>
                {isSoundHeldBack && <SoundButton />}
                {isVideoHeldBack && <VideoButton />}
                <NoticeList />
                <ControlBar
                  onSet={onSet}
                  onChosen={onChosen}
                  onFlipped={onFlipped}
                  onLeave={onLeave}
                  language={<LanguageSelect />}
                  onMini={mini.toggle}
                />
              </>
            )}
          </footer>
        </main>
        <Sound />
        {mini.window && (
          <MiniRoom window={mini.window} isCutOff={Boolean(returning)} onSet={onSet} onLeave={onLeave} />
        )}
      </SettledContext>
    </RoomContext>
  );
});

function Header({
  name,
  room,
  connection,
  stageView,
}: {
  name: string;
  room: Room;
  connection: Connection;
  stageView: StageViewState;
}) {
  const { stage } = useRoomMessages();
  const present = useLatestOfRoom(room, presenceEvents, () => room.remoteParticipants.size + 1);
  const count = useKept(present, present);
  const title = useLatestOfRoom(room, presenceEvents, () => room.name);
  return (
    <header className={styles.header}>
      <h1>
        {/* As the host wrote it, once LiveKit has told. */}
        <bdi>{title || name}</bdi>
      </h1>
      <p className={styles.count}>{stage.count(count)}</p>
      <p className={styles.status} role="status">
        {connection === 'signal_lost' && <QuietDot />}
        {connection === 'reconnecting' && stage.reconnecting}
        {connection === 'steady' && count === 1 && stage.alone}
      </p>
      <StageButtons {...stageView} />
    </header>
  );
}

/** Pictures and sound go on: nothing to stop talking for. */
function QuietDot() {
  const { stage } = useRoomMessages();
  return (
    <span className={styles.dot} title={stage.signalLost}>
      <span className="visually-hidden">{stage.signalLost}</span>
    </span>
  );
}
