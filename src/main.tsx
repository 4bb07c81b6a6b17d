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
 * The last steps of the start (src/start/boot.ts), which replace the lobby of index.html with the app. They are in a
 * function because a top-level `await` has two costs: the room's module, which shares code with this module, would wait
 * for it, and the build would add one more file before each dynamic import.
 */
export async function drawApp(session: Session, roomPage: RoomPage): Promise<void> {
  const { address, call, carry, name, speech } = session;
  const element = findRoot();
  if (!element) throw new Error('index.html has no root.');
  const root = createRoot(element);
  // 5. Wait for the lobby's messages. While the page shows others' video without React (src/start/earlyVideo.ts), also
  // wait for the end of the join.
  await untilLoaded(speech.load, { carry });
  await session.untilAppMayDraw();
  // 6. Take over the name that the guest has typed so far.
  const typed = await typedSoFar();
  if (typed && call.getState().status !== 'joining') name.write(typed.name);
  const CheckPage = lazyCheckPage(session);
  // React renders synchronously, so that the lobby never flickers and no key press is lost.
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

  // 7. Load LiveKit's client and make the room, while the guest is in the lobby or on the check page. A failure is
  // reported at the click on Join.
  (address.isCheck ? import('./call/connection.ts') : call.prepare().then(session.connectInLobby)).catch(
    () => {},
  );
}

/** The page of the connection check, loaded only when it is shown, because few guests need it. */
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
