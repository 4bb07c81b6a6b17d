import { lazy, StrictMode, Suspense } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadDoctorMessages } from './messages/loadDoctorMessages.ts';
import { SpeechProvider } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import type { RoomPage } from './pages/roomPage.ts';
import type { Session } from './session/createSession.ts';
import { goOnTyping, typedSoFar } from './start/firstLobby.ts';
import { findRoot } from './start/page/parts.ts';
import { untilLoaded } from './untilLoaded.ts';
import './styles/base.css';
import './styles/earlyVideo.css';
import './styles/notLoaded.css';
import './styles/tokens.css';

/**
 * The last steps of the start (src/start/boot.ts): draws the app in place of the lobby in index.html. A function, not `await` at the top of this
 * module: the room's module shares code with this one and would wait for it, and the build would put one more file before each module that is
 * imported at run time.
 */
export async function drawApp(session: Session, roomPage: RoomPage): Promise<void> {
  const { address, call, carry, name, speech } = session;
  const element = findRoot();
  if (!element) throw new Error('index.html has no root.');
  const root = createRoot(element);
  // 5. The lobby's sentences; and, where somebody is seen early, the end of joining.
  await untilLoaded(speech.load, { carry });
  await session.untilAppMayDraw();
  // 6. What the guest has typed so far goes on in React's lobby.
  const typed = await typedSoFar();
  if (typed && call.getState().status !== 'joining') name.write(typed.name);
  const CheckPage = lazyCheckPage(session);
  // Synchronous, so that the lobby never flickers, nor a key that is hit gets lost.
  flushSync(() => {
    root.render(
      <StrictMode>
        <SpeechProvider speech={speech}>
          {address.isCheck ? (
            <CrashBoundary>
              <Suspense>
                <CheckPage />
              </Suspense>
            </CrashBoundary>
          ) : (
            <App session={session} roomPage={roomPage} />
          )}
        </SpeechProvider>
      </StrictMode>,
    );
  });
  goOnTyping(typed?.selection);

  // 7. While the guest looks at the lobby, or at what the check is: LiveKit's client, and the room that a click will enter. A failure here shows
  // when they are needed, at the click on Join.
  (address.isCheck ? import('./call/connection.ts') : call.prepare()).catch(() => {});
}

/** Only guests who have trouble need it. */
function lazyCheckPage({ page, readConfig, speech, carry }: Session) {
  return lazy(async () => {
    const [{ CheckPage: Page }, { DoctorSpeech }, first] = await untilLoaded(
      () =>
        Promise.all([
          import('./pages/CheckPage.tsx'),
          import('./messages/DoctorSpeech.tsx'),
          loadDoctorMessages(speech.getState().language),
        ]),
      { carry },
    );
    return {
      default: () => (
        <DoctorSpeech first={first}>
          <Page page={page} readConfig={readConfig} />
        </DoctorSpeech>
      ),
    };
  });
}
