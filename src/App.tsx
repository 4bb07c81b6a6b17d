import {
  Activity,
  useCallback,
  useDeferredValue,
  useEffect,
  useSyncExternalStore,
  type ComponentProps,
} from 'react';
import type { RoomKey } from './access/roomKey.ts';
import type { RoomName } from './access/roomName.ts';
import styles from './App.module.css';
import type { Call } from './call/call.ts';
import { connectionOf } from './call/callState.ts';
import { useCall } from './call/useCall.ts';
import type { BrowserFacts } from './devices/browserKind.ts';
import type { ChosenKind } from './devices/deviceChoices.ts';
import type { Preview } from './devices/preview.ts';
import type { Speakers } from './devices/speakers.ts';
import { useMessages } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';
import { loadedRoom } from './pages/roomPage.ts';
import type { RoomPage } from './pages/RoomPage.tsx';

interface AppProps {
  roomName: RoomName;
  firstName: string;
  facts: BrowserFacts;
  roomKey: RoomKey;
  call: Call;
  preview: Preview;
  speakers: Speakers;
  onName: (text: string) => void;
  /** Joins under `name`, or under the name used last. */
  onJoin: (name?: string) => void;
}

/** Which page the call's state means. */
export function App(props: AppProps) {
  const { roomName, firstName, facts, roomKey, call, preview, speakers, onName, onJoin } = props;
  const room = useSyncExternalStore(roomName.subscribe, roomName.getState, roomName.getState);
  const state = useCall(call);
  const callRoom = 'room' in state ? state.room : undefined;
  const views = loadedRoom();
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
            firstName={firstName}
            facts={facts}
            roomKey={roomKey}
            preview={preview}
            speakers={speakers}
            isJoining={state.status === 'joining'}
            failure={state.status === 'failed' ? state.failure : undefined}
            onName={onName}
            onJoin={onJoin}
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
      {state.status === 'ended' && views && (
        <views.EndedPage reason={state.reason} onRejoin={() => onJoin()} />
      )}
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
}: { Page: typeof RoomPage; shown: Shown } & ComponentProps<typeof RoomPage>) {
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
