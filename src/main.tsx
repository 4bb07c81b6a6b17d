import { lazy, StrictMode, Suspense } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { goOnTyping, typedSoFar } from './start/firstLobby.ts';
import { loadDoctorMessages } from './messages/loadDoctorMessages.ts';
import { SpeechProvider } from './messages/MessagesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { findRoot } from './start/page/parts.ts';
import { untilLoaded } from './untilLoaded.ts';
import {
  address,
  call,
  carry,
  facts,
  join,
  nameInField,
  onName,
  page,
  preview,
  readConfig,
  roomKey,
  roomName,
  speakers,
  speech,
  untilDrawn,
} from './visit.ts';
import './styles/base.css';
import './styles/earlyVideo.css';
import './styles/notLoaded.css';
import './styles/tokens.css';

/** Needed by who has trouble, and by nobody else. */
const CheckPage = lazy(async () => {
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

const element = findRoot();
if (!element) throw new Error('index.html has no root.');
const root = createRoot(element);

/**
 * A function, not `await` at the top of this module: the room's module shares code with this one and would wait for it, and the build would put
 * one more file before each module that is imported at run time.
 */
async function draw(): Promise<void> {
  await untilLoaded(speech.load, { carry });
  await untilDrawn();
  const first = await typedSoFar();
  if (first && call.getState().status !== 'joining') onName(first.name);
  // At once: there is to be no moment without a lobby, nor one in which a key that is hit gets lost.
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
            <App
              roomName={roomName}
              firstName={nameInField()}
              facts={facts}
              roomKey={roomKey}
              call={call}
              preview={preview}
              speakers={speakers}
              onName={onName}
              onJoin={join}
            />
          )}
        </SpeechProvider>
      </StrictMode>,
    );
  });
  goOnTyping(first?.selection);

  // While the guest looks at the lobby, or at what the check is. A failure here shows when it is needed, at the click on Join.
  (address.isCheck ? import('./call/connection.ts') : call.prepare()).catch(() => {});
}

void draw();
