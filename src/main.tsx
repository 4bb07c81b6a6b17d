import { lazy, StrictMode, Suspense } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadConfig } from './access/config.ts';
import { isKeyFailure, type AccessFailure } from './access/accessFailure.ts';
import { createEarlyToken, type EarlyWish } from './access/earlyToken.ts';
import { requestToken, type TokenGrant } from './access/requestToken.ts';
import { browserAddressBar, createRoomKey } from './access/roomKey.ts';
import { tabSecret } from './access/tabSecret.ts';
import { readAddress } from './address/address.ts';
import { createCall } from './call/call.ts';
import { pause } from './call/pause.ts';
import { readBrowserFacts } from './devices/browserKind.ts';
import { findInAppBrowser } from './devices/inAppBrowser.ts';
import { readDeviceChoices, rememberDeviceChoices } from './devices/deviceChoices.ts';
import { browserDeviceAccess, createPreview } from './devices/preview.ts';
import { canChooseSpeaker, createSpeakers, readSpeaker, rememberSpeaker } from './devices/speakers.ts';
import { goOnTyping, typedSoFar } from './firstLobby.ts';
import { pickLanguage } from './messages/language.ts';
import { loadDoctorMessages } from './messages/loadDoctorMessages.ts';
import { loadMessages } from './messages/loadMessages.ts';
import { SpeechProvider } from './messages/MessagesContext.tsx';
import { createNotices } from './notices/notices.ts';
import { NoticesContext } from './notices/NoticesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { loadRoomPage } from './pages/roomPage.ts';
import type { Result } from './result.ts';
import { parseDisplayName } from '../token/displayName.ts';
import { readName, rememberName } from './address/rememberedName.ts';
import './styles/base.css';
import './styles/tokens.css';

const page = new URL(location.href);
const address = readAddress(page);
const language = pickLanguage(address.language, navigator.languages);
const config = loadConfig(page);
const roomKey = createRoomKey(browserAddressBar());
const secret = tabSecret();
const facts = readBrowserFacts();
const notices = createNotices();
const deviceAccess = browserDeviceAccess();
const preview = createPreview(deviceAccess, readDeviceChoices(), rememberDeviceChoices);
const speakers = createSpeakers(
  { ...deviceAccess, canChoose: canChooseSpeaker() },
  readSpeaker(),
  rememberSpeaker,
);

async function askForToken(
  wanted: EarlyWish,
  signal: AbortSignal,
): Promise<Result<TokenGrant, AccessFailure>> {
  const loaded = await config;
  if (!loaded.ok) return loaded;
  return await requestToken(loaded.value.tokenEndpoint, { ...wanted, room: address.room, secret }, signal);
}

/** What an answer says about the key, once it is the answer to a click. */
function noteKey(answer: Result<TokenGrant, AccessFailure>, key: string): void {
  if (answer.ok) roomKey.keep(key);
  else if (isKeyFailure(answer.failure)) roomKey.ask();
}

const earlyToken = createEarlyToken({ ask: askForToken, document });

const call = createCall({
  async requestToken({ name: wanted }, signal) {
    const { text: key } = roomKey.getState();
    const answer = await askForToken({ name: wanted, key }, signal);
    noteKey(answer, key);
    return answer;
  },
  async takeEarlyToken({ name: wanted }) {
    const { text: key } = roomKey.getState();
    const answer = await earlyToken.take({ name: wanted, key });
    if (answer) noteKey(answer, key);
    return answer;
  },
  async loadConnection() {
    const [connection] = await Promise.all([import('./call/connection.ts'), loadRoomPage()]);
    return connection;
  },
  onLive: preview.release,
  onPublishFailed: (device) => notices.tell({ device, problem: 'not_published' }),
  pause,
  onGivenUp: preview.close,
});

let name = address.name ?? readName();
let typed = name;

function onName(text: string): void {
  typed = text;
  wantToken();
}

function wantToken(): void {
  const { text: key, isAsked } = roomKey.getState();
  const wanted = parseDisplayName(typed);
  // A key is typed for the click alone: few wrong ones are allowed.
  earlyToken.want(wanted === undefined || isAsked ? undefined : { name: wanted, key });
}

function join(chosen = name): void {
  name = chosen;
  rememberName(name);
  // After a call the devices are closed; this opens them while the token is on its way.
  preview.open();
  void call.join({
    room: address.room,
    name,
    devices() {
      // After an interruption they are closed; what the guest had turned off stays off.
      preview.open();
      const { microphone, camera } = preview.getState().choices;
      return {
        tracks: preview.lend(),
        deviceIds: { microphone: microphone.deviceId, camera: camera.deviceId },
        speakerId: speakers.getState().deviceId,
      };
    },
  });
}

call.subscribe(() => {
  // Back in the lobby: a device that the failed attempt has closed shows its picture again.
  if (call.getState().status === 'failed') preview.open();
});

/** Needed by who has trouble, and by nobody else. */
const CheckPage = lazy(async () => {
  const [{ CheckPage: Page }, { DoctorSpeech }, first] = await Promise.all([
    import('./pages/CheckPage.tsx'),
    import('./messages/DoctorSpeech.tsx'),
    loadDoctorMessages(language),
  ]);
  return {
    default: () => (
      <DoctorSpeech first={first}>
        <Page page={page} config={config} />
      </DoctorSpeech>
    ),
  };
});

if (!address.isCheck) {
  // Before anything is drawn: what is asked for takes its time elsewhere.
  if (!findInAppBrowser(facts)) preview.open();
  roomKey.subscribe(wantToken);
  wantToken();
}

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no element #root');
const root = createRoot(element);
const messages = await loadMessages(language);
const first = await typedSoFar();
if (first) onName(first.name);
// At once: there is to be no moment without a lobby, nor one in which a key that is hit gets lost.
flushSync(() => {
  root.render(
    <StrictMode>
      <SpeechProvider language={language} messages={messages}>
        <NoticesContext value={notices}>
          {address.isCheck ? (
            <CrashBoundary>
              <Suspense>
                <CheckPage />
              </Suspense>
            </CrashBoundary>
          ) : (
            <App
              room={address.room}
              firstName={typed}
              facts={facts}
              roomKey={roomKey}
              call={call}
              preview={preview}
              speakers={speakers}
              onName={onName}
              onJoin={join}
            />
          )}
        </NoticesContext>
      </SpeechProvider>
    </StrictMode>,
  );
});
goOnTyping(first?.selection);

// While the guest looks at the lobby, or at what the check is. A failure here shows when it is needed, at the click on Join.
const early = address.isCheck
  ? [import('./call/connection.ts')]
  : [import('./call/connection.ts'), loadRoomPage()];
Promise.all(early).catch(() => {});
