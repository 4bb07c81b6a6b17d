import { createElement, useEffect, type ComponentProps } from 'react';
import type { RoomKey } from './access/roomKey.ts';
import styles from './App.module.css';
import type { Call } from './call/call.ts';
import { useCall } from './call/useCall.ts';
import type { BrowserFacts } from './devices/browserKind.ts';
import type { Preview } from './devices/preview.ts';
import type { Speakers } from './devices/speakers.ts';
import { useMessages } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { EndedPage } from './pages/EndedPage.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';
import { ReturningPanel } from './pages/ReturningPanel.tsx';
import { loadedRoomPage } from './pages/roomPage.ts';
import type { RoomPage } from './pages/RoomPage.tsx';

interface AppProps {
  room: string;
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
  const { room, firstName, facts, roomKey, call, preview, speakers, onName, onJoin } = props;
  const state = useCall(call);
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
            call={state}
            onName={onName}
            onJoin={onJoin}
            onCancel={() => void call.leave()}
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
      {'room' in state && state.room && (
        <RoomView
          isShown={state.status !== 'joining'}
          name={room}
          room={state.room}
          // The same page: who is cut off goes on seeing what was there.
          connection={
            state.status === 'live'
              ? state.connection
              : state.status === 'joining'
                ? 'steady'
                : 'reconnecting'
          }
          returning={
            state.status === 'returning' && (
              <ReturningPanel
                reason={state.reason}
                nextTryAtMs={state.nextTryAtMs}
                onTryNow={call.returnNow}
                onLeave={() => void call.leave()}
              />
            )
          }
          onSet={preview.setOn}
          onChosen={preview.remember}
          onLeave={() => void call.leave()}
        />
      )}
      {state.status === 'ended' && <EndedPage reason={state.reason} onRejoin={() => onJoin()} />}
    </CrashBoundary>
  );
}

/** Made behind the lobby as soon as LiveKit has answered: to be drawn takes a while, in which media finds its way. */
function RoomView({ isShown, ...props }: { isShown: boolean } & ComponentProps<typeof RoomPage>) {
  return (
    <div className={isShown ? styles.shown : styles.ready} inert={!isShown}>
      {createElement(loadedRoomPage(), props)}
    </div>
  );
}

function useTitle(room: string): void {
  const { app } = useMessages();
  useEffect(() => {
    document.title = `${room} · ${app}`;
  }, [room, app]);
}
