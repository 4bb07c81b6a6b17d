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

/** A fake store with a state that never changes, because nothing happens while the build renders the lobby. */
function still<State, Actions extends object>(state: State, actions: Actions) {
  return { getState: () => state, subscribe: () => () => {}, ...actions };
}

const nothing = (): void => {};

interface FirstLobby {
  markup: string;
  /** Labels of the lobby's buttons after a click on Join. */
  joining: string;
  cancelling: string;
  earlyVideo: string;
  /** Message about files of the app that fail to load. */
  notLoaded: string;
}

/**
 * The initial markup of the lobby in each language, for index.html (build/prerenderLobby.ts), so that browsers show the
 * lobby before any script has loaded. The markup comes from the same view as React's lobby, so that nothing moves when
 * React replaces it.
 */
export function prerenderLobby(): Record<'en' | 'ja', FirstLobby> {
  const lobby = (
    <LobbyPage
      room={roomMark}
      previewPlace={{ current: undefined }}
      session={{
        name: still('', { write: nothing, parsed: () => undefined }),
        facts: { userAgent: '', maxTouchPoints: 0, brands: [], isHomeScreenApp: false },
        roomKey: still(
          { text: '', asked: undefined, isHostLinkOld: false },
          {
            write: nothing,
            shown: () => '',
            pass: () => undefined,
            keep: nothing,
            ask: nothing,
            dropPass: nothing,
            refuseHost: () => false,
          },
        ),
        knocking: still(undefined, {}),
        here: still(undefined, {}),
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
        selfMirror: still(true, { setOn: nothing }),
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
      earlyVideo: draw(<EarlyVideo room={roomMark} unnamed={stage.unnamed} />),
      notLoaded: draw(<NotLoadedBox />),
    };
  }
  return { en: drawAll('en', en, roomEn), ja: drawAll('ja', ja, roomJa) };
}
