import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadConfig } from './access/config.ts';
import { isKeyFailure } from './access/accessFailure.ts';
import { requestToken } from './access/requestToken.ts';
import { browserAddressBar, createRoomKey } from './access/roomKey.ts';
import { tabSecret } from './access/tabSecret.ts';
import { readAddress } from './address/address.ts';
import { createCall } from './call/call.ts';
import { pause } from './call/pause.ts';
import { readDeviceChoices, rememberDeviceChoices } from './devices/deviceChoices.ts';
import { browserDeviceAccess, createPreview } from './devices/preview.ts';
import { canChooseSpeaker, createSpeakers, readSpeaker, rememberSpeaker } from './devices/speakers.ts';
import { pickLanguage } from './messages/language.ts';
import { loadDoctorMessages } from './messages/loadDoctorMessages.ts';
import { loadMessages } from './messages/loadMessages.ts';
import { SpeechProvider } from './messages/MessagesContext.tsx';
import { createNotices } from './notices/notices.ts';
import { NoticesContext } from './notices/NoticesContext.tsx';
import { CrashBoundary } from './pages/CrashPage.tsx';
import { readName, rememberName } from './address/rememberedName.ts';
import './styles/base.css';
import './styles/tokens.css';

const page = new URL(location.href);
const address = readAddress(page);
const language = pickLanguage(address.language, navigator.languages);
const config = loadConfig(page);
const roomKey = createRoomKey(browserAddressBar());
const secret = tabSecret();
const notices = createNotices();
const deviceAccess = browserDeviceAccess();
const preview = createPreview(deviceAccess, readDeviceChoices(), rememberDeviceChoices);
const speakers = createSpeakers(
  { ...deviceAccess, canChoose: canChooseSpeaker() },
  readSpeaker(),
  rememberSpeaker,
);
const call = createCall({
  async requestToken(wanted, signal) {
    const loaded = await config;
    if (!loaded.ok) return loaded;
    const { text: key } = roomKey.getState();
    const answer = await requestToken(loaded.value.tokenEndpoint, { ...wanted, key, secret }, signal);
    if (answer.ok) roomKey.keep(key);
    else if (isKeyFailure(answer.failure)) roomKey.ask();
    return answer;
  },
  loadConnection: () => import('./call/connection.ts'),
  onLive: preview.release,
  onPublishFailed: (device) => notices.tell({ device, problem: 'not_published' }),
  pause,
  onGivenUp: preview.close,
});

let name = address.name ?? readName();

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

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider language={language} messages={await loadMessages(language)}>
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
            firstName={name}
            roomKey={roomKey}
            call={call}
            preview={preview}
            speakers={speakers}
            onJoin={join}
          />
        )}
      </NoticesContext>
    </SpeechProvider>
  </StrictMode>,
);

// While the guest looks at the lobby, or at what the check is. A failure here shows when it is needed, at the click on Join.
const early = address.isCheck
  ? [import('./call/connection.ts')]
  : [import('./call/connection.ts'), import('./pages/RoomPage.tsx')];
Promise.all(early).catch(() => {});
