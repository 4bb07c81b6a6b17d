import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { en } from '../messages/en.ts';
import { ja } from '../messages/ja.ts';
import { SpeechProvider } from '../messages/MessagesContext.tsx';
import { roomEn } from '../messages/roomEn.ts';
import { roomJa } from '../messages/roomJa.ts';
import { EarlyVideo } from '../pages/EarlyVideo.tsx';
import { LobbyPage } from '../pages/LobbyPage.tsx';
import { roomMark } from './page/parts.ts';
import { NotLoadedBox } from '../pages/NotLoadedBox.tsx';

/** What changes nothing: nobody listens to a page that is not there yet. */
function still<State, Actions extends object>(state: State, actions: Actions) {
  return { getState: () => state, subscribe: () => () => {}, ...actions };
}

const nothing = (): void => {};

interface FirstLobby {
  markup: string;
  /** What stands on its buttons after the click on Join. */
  joining: string;
  cancelling: string;
  /** What is seen before the room is drawn. */
  sight: string;
  /** What is said while a file of the app can not be loaded. */
  notLoaded: string;
}

/**
 * The lobby of each language as it is drawn first, for index.html (build/prerenderLobby.ts): a browser can show it before any
 * script is there. It is the lobby itself, so that nothing moves when the app takes over.
 */
export function prerenderLobby(): Record<'en' | 'ja', FirstLobby> {
  const lobby = (
    <LobbyPage
      room={roomMark}
      session={{
        name: still('', { write: nothing, parsed: () => undefined }),
        facts: { userAgent: '', maxTouchPoints: 0, brands: [], isHomeScreenApp: false },
        roomKey: still({ text: '', isAsked: false }, { write: nothing, keep: nothing, ask: nothing }),
        preview: still(
          {
            devices: { microphone: { status: 'opening' }, camera: { status: 'opening' } },
            choices: {
              microphone: { on: true, deviceId: undefined },
              camera: { on: true, deviceId: undefined },
            },
            available: { microphone: [], camera: [] },
          },
          {
            open: nothing,
            toggle: nothing,
            choose: nothing,
            turnOff: nothing,
            close: nothing,
            lend: () => ({ microphone: Promise.resolve(undefined), camera: Promise.resolve(undefined) }),
            release: nothing,
            setOn: nothing,
            remember: nothing,
            noteSent: nothing,
            flip: nothing,
            deviceId: () => undefined,
          },
        ),
        speakers: still({ available: [], deviceId: undefined }, { refresh: async () => {}, choose: nothing }),
        join: nothing,
      }}
      isJoining={false}
      failure={undefined}
      onCancel={nothing}
    />
  );
  function drawAll(language: 'en' | 'ja', messages: typeof en, { stage }: typeof roomEn): FirstLobby {
    const speech = still(
      { language, messages, room: undefined },
      { load: async () => {}, loadRoom: async () => {}, setLanguage: nothing },
    );
    const draw = (view: ReactNode) =>
      renderToStaticMarkup(<SpeechProvider speech={speech}>{view}</SpeechProvider>);
    return {
      markup: draw(lobby),
      joining: messages.lobby.joining,
      cancelling: messages.lobby.cancel,
      sight: draw(<EarlyVideo room={roomMark} unnamed={stage.unnamed} />),
      notLoaded: draw(<NotLoadedBox />),
    };
  }
  return { en: drawAll('en', en, roomEn), ja: drawAll('ja', ja, roomJa) };
}
