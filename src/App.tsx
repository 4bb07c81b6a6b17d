import { lazy, Suspense, useEffect } from 'react';
import type { RoomKey } from './access/roomKey.ts';
import type { Call } from './call/call.ts';
import { useCall } from './call/useCall.ts';
import type { Preview } from './devices/preview.ts';
import type { Speakers } from './devices/speakers.ts';
import { useMessages } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { EndedPage } from './pages/EndedPage.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';
import { ReturningPanel } from './pages/ReturningPanel.tsx';

/** Holds React's view of LiveKit, so it comes after the lobby; `main.tsx` starts loading it early. */
const RoomPage = lazy(async () => ({ default: (await import('./pages/RoomPage.tsx')).RoomPage }));

interface AppProps {
  room: string;
  firstName: string;
  roomKey: RoomKey;
  call: Call;
  preview: Preview;
  speakers: Speakers;
  /** Joins under `name`, or under the name used last. */
  onJoin: (name?: string) => void;
}

/** Which page the call's state means. */
export function App({ room, firstName, roomKey, call, preview, speakers, onJoin }: AppProps) {
  const state = useCall(call);
  useTitle(room);

  function page() {
    switch (state.status) {
      case 'idle':
      case 'joining':
      case 'failed':
        return (
          <LobbyPage
            room={room}
            firstName={firstName}
            roomKey={roomKey}
            preview={preview}
            speakers={speakers}
            call={state}
            onJoin={onJoin}
            onCancel={() => void call.leave()}
          />
        );
      case 'live':
      // The same page: who is cut off goes on seeing what was there.
      case 'returning':
        return (
          <Suspense>
            <RoomPage
              name={room}
              room={state.room}
              connection={state.status === 'live' ? state.connection : 'reconnecting'}
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
          </Suspense>
        );
      case 'ended':
        return <EndedPage reason={state.reason} onRejoin={() => onJoin()} />;
      default:
        return state satisfies never;
    }
  }

  return <CrashBoundary>{page()}</CrashBoundary>;
}

function useTitle(room: string): void {
  const { app } = useMessages();
  useEffect(() => {
    document.title = `${room} · ${app}`;
  }, [room, app]);
}
