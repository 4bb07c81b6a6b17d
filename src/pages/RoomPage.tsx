import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { UserPlus } from 'lucide';
import { memo, useLayoutEffect, useState, type ReactNode } from 'react';
import type { Connection } from '../call/callState.ts';
import { roleOf } from '../call/roles.ts';
import { useWakeLock } from '../call/useWakeLock.ts';
import { ChatSide } from '../chat/ChatSide.tsx';
import { ControlBar } from '../controls/ControlBar.tsx';
import type { RoomDialog } from '../controls/MoreMenu.tsx';
import { MiniRoom } from '../controls/MiniRoom.tsx';
import { SharingBar } from '../controls/SharingBar.tsx';
import { SoundButton, VideoButton } from '../controls/SoundButton.tsx';
import { swallowDrops } from '../controls/swallowDrops.ts';
import { useMiniWindow } from '../controls/useMiniWindow.ts';
import { useIsAudioBlocked, useIsVideoBlocked } from '../controls/useIsMediaBlocked.ts';
import type { Meeting } from '../meeting/meeting.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { AnnouncementRegion } from '../notices/AnnouncementRegion.tsx';
import { NoticeList } from '../notices/NoticeList.tsx';
import { Toasts } from '../notices/Toasts.tsx';
import { MeetingContext, useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { RoomContext } from '../room/RoomContext.tsx';
import { Sound } from '../room/Sound.tsx';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { peopleIn } from '../meeting/tiles.ts';
import { useLatestOfRoom } from '../room/useLatest.ts';
import { useRole } from '../room/useMay.ts';
import { useQuietMedia } from '../room/useQuietMedia.ts';
import { roomPageMark } from '../start/page/roomParts.ts';
import { Stage } from '../stage/Stage.tsx';
import { StageButton, StageButtons } from '../stage/StageButtons.tsx';
import { useStageView, type StageViewState } from '../stage/useStageView.ts';
import { Button } from '../ui/Button.tsx';
import { later } from '../ui/later.tsx';
import { untilLoaded } from '../untilLoaded.ts';
import { LanguageSelect } from './LanguageSelect.tsx';
import styles from './RoomPage.module.css';

export { walkIn } from '../stage/moveTile.ts';
export { createMeeting } from '../meeting/meeting.ts';
export { EndedPage } from './EndedPage.tsx';
export { ReturningPanel } from './ReturningPanel.tsx';

// The card that a guest sees while alone in the room is loaded only when it is shown: a guest who joins others needs it
// later or never.
const AloneCard = later(async () => (await untilLoaded(() => import('../controls/AloneCard.tsx'))).AloneCard);

// Loaded only for hosts, because nobody else sees the waiting guests.
const WaitingGuests = later(
  async () => (await untilLoaded(() => import('../people/WaitingGuests.tsx'))).WaitingGuests,
);

// Called when this module loads, which is in the lobby. From then on, files that the guest drops on the page do not
// replace the page.
swallowDrops(window);

interface RoomPageProps {
  meeting: Meeting;
  name: string;
  /** The LiveKit room of the call. While the app tries to rejoin, this is the room whose connection was lost. */
  room: Room;
  connection: Connection;
  /** The panel that is shown over the stage while the app tries to rejoin. */
  returning: ReactNode;
}

/**
 * The page of a call: participants and controls. While it is mounted, the meeting is attached to the current `Room`.
 */
export const RoomPage = memo(function RoomPage({ meeting, ...props }: RoomPageProps) {
  const { room } = props;
  // A layout effect, so that the meeting is attached before the effects that play the tracks of a new room.
  useLayoutEffect(() => meeting.attach(room), [meeting, room]);
  useLayoutEffect(() => meeting.end, [meeting]);
  return (
    <MeetingContext value={meeting}>
      <RoomContext value={room}>
        <Everything {...props} />
      </RoomContext>
    </MeetingContext>
  );
});

function Everything(props: Omit<RoomPageProps, 'meeting'>) {
  const { name, room, connection, returning } = props;
  const { stage } = useRoomMessages();
  const isAudioBlocked = useIsAudioBlocked(room);
  const isVideoBlocked = useIsVideoBlocked(room);
  const isHost = useRole(room.localParticipant) === 'host';
  const mini = useMiniWindow();
  const stageView = useStageView();
  const [shown, setShown] = useState<RoomDialog['shown']>();
  useWakeLock();
  useQuietMedia();
  return (
    <>
      <AnnouncementRegion />
      <main className={`${styles.room} lit-room`} {...roomPageMark(connection)}>
        <Header name={name} room={room} connection={connection} stageView={stageView} onShow={setShown} />
        <ChatSide>
          <Stage {...stageView} />
          <div className={styles.over}>
            <div className={styles.upper}>
              {isHost && !returning && <WaitingGuests onNotLoaded={() => {}} />}
              <div role="status">
                {returning ||
                  (connection === 'reconnecting' && <p className={styles.pill}>{stage.reconnecting}</p>)}
              </div>
              <SharingBar />
              {!returning && (
                <>
                  {isAudioBlocked && <SoundButton />}
                  {isVideoBlocked && <VideoButton />}
                  <NoticeList />
                </>
              )}
            </div>
            <Alone room={room} />
            <Toasts />
          </div>
        </ChatSide>
        <footer className={styles.footer}>
          <ControlBar
            language={<LanguageSelect isField />}
            stageView={stageView}
            dialog={{ shown, setShown }}
            onMini={mini.toggle}
          />
        </footer>
      </main>
      <Sound />
      {mini.window && <MiniRoom window={mini.window} />}
    </>
  );
}

const roleEvents = [...presenceEvents, RoomEvent.ParticipantPermissionsChanged];

/** Number of people in the room, this guest included. While the connection is made anew, everybody stays counted. */
function useCount(room: Room, count: (people: readonly Participant[]) => number): number {
  const present = useLatestOfRoom(room, roleEvents, () =>
    count([room.localParticipant, ...room.remoteParticipants.values()]),
  );
  const before = useFollowed(useMeeting().tilesBefore, (tiles) => tiles && count(peopleIn(tiles)));
  return before ?? present;
}

function all(people: readonly Participant[]): number {
  return people.length;
}

function listeners(people: readonly Participant[]): number {
  return people.filter((one) => roleOf(one) === 'listener').length;
}

/** The card that invites others, shown over the stage while nobody else is in the room. */
function Alone({ room }: { room: Room }) {
  // Before the call is live the other participants are not known, so the card is not shown yet.
  const isSteady = useFollowed(
    useMeeting().call,
    (state) => state.status === 'live' && state.connection === 'steady',
  );
  const isAlone = useCount(room, all) === 1;
  // A host whom guests are waiting for needs no card that invites others.
  const isAwaited = useFollowed(useMeeting().waiting, ({ people }) => people.length > 0);
  const [wereOthers, setWereOthers] = useState(false);
  if (!isAlone && !wereOthers) setWereOthers(true);
  return isAlone && isSteady && !isAwaited && <AloneCard wereOthers={wereOthers} onNotLoaded={() => {}} />;
}

function Header({
  name,
  room,
  connection,
  stageView,
  onShow,
}: {
  name: string;
  room: Room;
  connection: Connection;
  stageView: StageViewState;
  onShow: RoomDialog['setShown'];
}) {
  const { stage, controls } = useRoomMessages();
  const count = useCount(room, all);
  const listening = useCount(room, listeners);
  const title = useLatestOfRoom(room, presenceEvents, () => room.name);
  return (
    <header className={styles.header}>
      <h1>
        {/* The room's name in the host's spelling, once LiveKit has sent it. */}
        <bdi>{title || name}</bdi>
      </h1>
      <Button look="bare" className={styles.count} onClick={() => onShow('people')}>
        <span>
          {stage.count(count)}
          {listening > 0 && <span className={styles.listening}>{stage.listening(listening)}</span>}
        </span>
      </Button>
      <p className={styles.status} role="status">
        {connection === 'signal_lost' && <QuietDot />}
      </p>
      <SharingBar isInHeader />
      <StageButtons {...stageView}>
        <StageButton icon={UserPlus} name={controls.invite} onPress={() => onShow('invite')} />
      </StageButtons>
    </header>
  );
}

/** A small dot which shows that the signalling connection is lost, while media goes on. */
function QuietDot() {
  const { stage } = useRoomMessages();
  return (
    <span className={styles.dot} title={stage.signalLost}>
      <span className="visually-hidden">{stage.signalLost}</span>
    </span>
  );
}
