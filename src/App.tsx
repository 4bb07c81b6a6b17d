import {
  Activity,
  useCallback,
  useDeferredValue,
  useEffect,
  useSyncExternalStore,
  type ComponentProps,
} from 'react';
import styles from './App.module.css';
import { connectionOf } from './call/callState.ts';
import { useCall } from './call/useCall.ts';
import type { ChosenKind } from './devices/deviceChoices.ts';
import { useMessages } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';
import type { RoomPage } from './pages/roomPage.ts';
import type { RoomPage as RoomPageView } from './pages/RoomPage.tsx';
import type { Session } from './session/createSession.ts';

interface AppProps {
  session: Session;
  roomPage: RoomPage;
}

/** Which page the call's state means. */
export function App({ session, roomPage }: AppProps) {
  const { roomName, call, preview, speakers, join } = session;
  const room = useSyncExternalStore(roomName.subscribe, roomName.getState, roomName.getState);
  const state = useCall(call);
  const callRoom = 'room' in state ? state.room : undefined;
  const views = roomPage.loaded();
  const isAnswered = state.status === 'joining' && state.isAnswered;
  // In small steps, between which LiveKit's client gets its answers.
  const isReady = useDeferredValue(isAnswered) && isAnswered;
  const isLobby = state.status === 'idle' || state.status === 'joining';
  // The pages are drawn anew only when something of theirs has changed: not for every step of a join.
  const leave = useCallback(() => void call.leave(), [call]);
  const choose = useCallback(
    (kind: ChosenKind, deviceId: string) =>
      kind === 'speaker' ? speakers.choose(deviceId) : preview.remember(kind, deviceId),
    [preview, speakers],
  );
  useTitle(room);

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
          meeting={views.meeting}
          shown={!isLobby ? 'shown' : isReady ? 'ready' : 'drawn'}
          name={room}
          room={callRoom}
          // The same page: who is cut off goes on seeing what was there.
          connection={connectionOf(state)}
          returning={
            state.status === 'returning' && (
              <views.ReturningPanel
                reason={state.reason}
                nextTryAtMs={state.nextTryAtMs}
                onTryNow={call.returnNow}
                onLeave={leave}
              />
            )
          }
          onSet={preview.setOn}
          onChosen={choose}
          onFlipped={preview.flip}
          onLeave={leave}
        />
      )}
      {state.status === 'ended' && views && <views.EndedPage reason={state.reason} onRejoin={() => join()} />}
    </CrashBoundary>
  );
}

/**
 * How much of the room there is. `drawn` in the lobby, while nothing else is to do: it neither follows anything nor takes a place yet.
 * `ready` behind the lobby as soon as LiveKit has answered, while media finds its way.
 */
type Shown = 'drawn' | 'ready' | 'shown';

function RoomView({
  Page,
  shown,
  ...props
}: { Page: typeof RoomPageView; shown: Shown } & ComponentProps<typeof RoomPageView>) {
  return (
    <Activity mode={shown === 'drawn' ? 'hidden' : 'visible'}>
      <div className={shown === 'shown' ? styles.shown : styles.ready} inert={shown !== 'shown'}>
        <Page {...props} />
      </div>
    </Activity>
  );
}

function useTitle(room: string): void {
  const { app } = useMessages();
  useEffect(() => {
    document.title = `${room} · ${app}`;
  }, [room, app]);
}
