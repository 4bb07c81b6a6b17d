import type { Room } from 'livekit-client';
import type { Connection } from '../call/callState.ts';
import { useWakeLock } from '../call/useWakeLock.ts';
import { useChatIn } from '../chat/ChatContext.tsx';
import { ChatSide } from '../chat/ChatSide.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import { SoundButton } from '../controls/SoundButton.tsx';
import { useInterruptions } from '../controls/useInterruptions.ts';
import { useSoundHeldBack } from '../controls/useSoundHeldBack.ts';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { NewsRegion } from '../notices/NewsRegion.tsx';
import { NoticeList } from '../notices/NoticeList.tsx';
import { useNewsIn } from '../notices/useNewsIn.ts';
import { useWeakNetwork } from '../notices/useWeakNetwork.ts';
import { RoomContext } from '../room/RoomContext.tsx';
import { Sound } from '../room/Sound.tsx';
import { presenceEvents, useLatestOfRoom } from '../room/useLatest.ts';
import { Stage } from '../stage/Stage.tsx';
import { StageButtons } from '../stage/StageButtons.tsx';
import { useStageView, type StageViewState } from '../stage/useStageView.ts';
import { usePicturesIn } from '../tiles/usePicturesIn.ts';
import { LanguageSelect } from './LanguageSelect.tsx';
import styles from './RoomPage.module.css';

interface RoomPageProps {
  name: string;
  room: Room;
  connection: Connection;
  onSet: (kind: DeviceKind, isOn: boolean) => void;
  onChosen: (kind: DeviceKind, deviceId: string) => void;
  onLeave: () => void;
}

/** The room: everyone, and the controls. */
export function RoomPage({ name, room, connection, onSet, onChosen, onLeave }: RoomPageProps) {
  useChatIn(room);
  useNewsIn(room);
  usePicturesIn(room);
  useWeakNetwork(room);
  useInterruptions(room);
  const isSoundHeldBack = useSoundHeldBack(room);
  const stageView = useStageView();
  useWakeLock();
  return (
    <RoomContext value={room}>
      <NewsRegion />
      <main className={styles.room}>
        <Header name={name} room={room} connection={connection} stageView={stageView} />
        <ChatSide>
          <Stage {...stageView} />
        </ChatSide>
        <footer className={styles.footer}>
          {isSoundHeldBack && <SoundButton />}
          <NoticeList />
          <ControlBar onSet={onSet} onChosen={onChosen} onLeave={onLeave} language={<LanguageSelect />} />
        </footer>
      </main>
      <Sound />
    </RoomContext>
  );
}

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
  const { stage } = useMessages();
  const count = useLatestOfRoom(room, presenceEvents, () => room.remoteParticipants.size + 1);
  return (
    <header className={styles.header}>
      <h1>{name}</h1>
      <p className={styles.count}>{stage.count(count)}</p>
      <p className={styles.status} role="status">
        {connection === 'reconnecting' ? stage.reconnecting : count === 1 ? stage.alone : ''}
      </p>
      <StageButtons {...stageView} />
    </header>
  );
}
