import { renderToStaticMarkup } from 'react-dom/server';
import { en } from './messages/en.ts';
import { ja } from './messages/ja.ts';
import { SpeechProvider } from './messages/MessagesContext.tsx';
import { LobbyPage } from './pages/LobbyPage.tsx';

/** Stands where the room's name will. */
export const roomMark = '{room}';

/** What changes nothing: nobody listens to a page that is not there yet. */
function still<State extends object, Actions extends object>(state: State, actions: Actions) {
  return { getState: () => state, subscribe: () => () => {}, ...actions };
}

const nothing = (): void => {};

interface FirstLobby {
  markup: string;
  /** What stands on its button after the click. */
  joining: string;
}

/**
 * The lobby of each language as it is drawn first, for index.html (build/prerenderLobby.ts): a browser can show it before any
 * script is there. It is the lobby itself, so that nothing moves when the app takes over.
 */
export function prerenderLobby(): Record<'en' | 'ja', FirstLobby> {
  const lobby = (
    <LobbyPage
      room={roomMark}
      firstName=""
      facts={{ userAgent: '', maxTouchPoints: 0, brands: [], isHomeScreenApp: false }}
      roomKey={still({ text: '', isAsked: false }, { write: nothing, keep: nothing, ask: nothing })}
      preview={still(
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
        },
      )}
      speakers={still({ available: [], deviceId: undefined }, { refresh: async () => {}, choose: nothing })}
      isJoining={false}
      failure={undefined}
      onName={nothing}
      onJoin={nothing}
      onCancel={nothing}
    />
  );
  const draw = (language: 'en' | 'ja', messages: typeof en) => ({
    markup: renderToStaticMarkup(
      <SpeechProvider language={language} messages={messages}>
        {lobby}
      </SpeechProvider>,
    ),
    joining: messages.lobby.joining,
  });
  return { en: draw('en', en), ja: draw('ja', ja) };
}
