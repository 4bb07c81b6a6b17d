import {
  Activity,
  useCallback,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type ComponentProps,
} from 'react';
import styles from './App.module.css';
import { connectionOf } from './call/callState.ts';
import type { Followed } from './listeners.ts';
import { useMessages } from './messages/MessagesContext.tsx';
import { darkenPage } from './start/page/parts.ts';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';
import type { RoomPage } from './pages/roomPage.ts';
import type { RoomPage as RoomPageView } from './pages/RoomPage.tsx';
import type { Session } from './session/createSession.ts';
import { useFollowed } from './useFollowed.ts';

interface AppProps {
  session: Session;
  roomPage: RoomPage;
}

/** Shows the page that belongs to the state of the call. */
export function App({ session, roomPage }: AppProps) {
  const { roomName, call, join } = session;
  /**
   * Position and size of the guest's own video in the lobby, so that the room can move the video from there to its
   * tile.
   */
  const previewPlace = useRef<DOMRect>(undefined);
  const room = useFollowed(roomName);
  const state = useFollowed(call);
  const callRoom = 'room' in state ? state.room : undefined;
  const views = roomPage.loaded();
  const isAnswered = state.status === 'joining' && state.isAnswered;
  // The value that shows the room's page is deferred, because React then renders the room in small steps, between which
  // LiveKit's client can handle its events.
  const isReady = useDeferredValue(isAnswered) && isAnswered;
  const isLobby = state.status === 'idle' || state.status === 'joining';
  // The callbacks that pages get stay the same functions, so that pages are not rendered again at every step of a join.
  const leave = useCallback(() => void call.leave(), [call]);
  const meeting = callRoom && views?.meeting;
  const unread = useFollowed<{ unread: number }, number>(
    meeting?.chat.log ?? noMeeting.log,
    (log) => log.unread,
  );
  const knocks = useFollowed<{ people: readonly unknown[] }, number>(
    meeting?.waiting ?? noMeeting.waiting,
    ({ people }) => people.length,
  );
  useTitle(room, unread + knocks);

  function lobby() {
    switch (state.status) {
      case 'idle':
      case 'joining':
      case 'failed':
        return (
          <LobbyPage
            room={room}
            session={session}
            isJoining={state.status === 'joining'}
            failure={state.status === 'failed' ? state.failure : undefined}
            onCancel={leave}
            previewPlace={previewPlace}
          />
        );
      case 'live':
      case 'returning':
      case 'ended':
        return null;
      default:
        return state satisfies never;
    }
  }

  return (
    <CrashBoundary>
      {lobby()}
      {callRoom && views && (
        <RoomView
          Page={views.RoomPage}
          onShown={() => {
            if (previewPlace.current) views.walkIn(previewPlace.current);
            previewPlace.current = undefined;
          }}
          meeting={views.meeting}
          shown={!isLobby ? 'shown' : isReady ? 'ready' : 'drawn'}
          name={room}
          room={callRoom}
          // The room's page stays the same while the connection is lost, so that its content stays visible.
          connection={connectionOf(state)}
          returning={
            state.status === 'returning' && (
              <views.ReturningPanel
                reason={state.reason}
                nextTryAtMs={state.nextTryAtMs}
                onTryNow={call.returnNow}
              />
            )
          }
        />
      )}
      {state.status === 'ended' && views && (
        <views.EndedPage
          reason={state.reason}
          room={room}
          lengthMs={state.lengthMs}
          onRejoin={() => join()}
        />
      )}
    </CrashBoundary>
  );
}

/**
 * How far the room's page is shown. `drawn`: rendered in advance while the guest is in the lobby, without effects and
 * layout. `ready`: laid out behind the lobby, once LiveKit has answered and while media connects.
 */
type Shown = 'drawn' | 'ready' | 'shown';

function RoomView({
  Page,
  shown,
  onShown,
  ...props
}: {
  Page: typeof RoomPageView;
  shown: Shown;
  onShown: () => void;
} & ComponentProps<typeof RoomPageView>) {
  const tellShown = useEffectEvent(onShown);
  useDarkPage(shown === 'shown');
  useLayoutEffect(() => {
    if (shown !== 'shown') return undefined;
    // `onShown` is called before the browser paints the room, and after everything else has changed: it reads positions,
    // so that each later change would make the browser lay out the page once more.
    const frame = requestAnimationFrame(tellShown);
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  return (
    <Activity mode={shown === 'drawn' ? 'hidden' : 'visible'}>
      <div className={shown === 'shown' ? styles.shown : styles.ready} inert={shown !== 'shown'}>
        <Page {...props} />
      </div>
    </Activity>
  );
}

/** Makes the browser's own parts around the page, such as the bars of a phone, as dark as the room. */
function useDarkPage(isDark: boolean): void {
  // A layout effect, so that the page's colours change in the frame that shows the room.
  useLayoutEffect(() => {
    if (!isDark) return undefined;
    darkenPage(true);
    return () => darkenPage(false);
  }, [isDark]);
}

/**
 * Sets the title of the page.
 *
 * @param unread number of unread messages and of guests who wait, for people who are in another tab
 */
function useTitle(room: string, unread: number): void {
  const { app } = useMessages();
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${room} · ${app}`;
  }, [room, app, unread]);
}

/** An empty chat and nobody waiting: followed while there is no meeting. */
const noMeeting = { log: unchanging({ unread: 0 }), waiting: unchanging({ people: [] }) };

function unchanging<State>(state: State): Followed<State> {
  return { getState: () => state, subscribe: () => () => {} };
}
