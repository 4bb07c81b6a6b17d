/**
 * Begins the page: small, and without React, so that what takes its time elsewhere is under way while the rest still comes. What it starts
 * to load others find loaded; a failure is told where it is needed (src/untilLoaded.ts).
 */
import { browserAddressBar } from '../access/roomKey.ts';
import { pause } from '../call/pause.ts';
import { findUnfit } from '../call/unfit.ts';
import { readBrowserFacts } from '../devices/browserKind.ts';
import { browserDeviceAccess } from '../devices/preview.ts';
import { canChooseSpeaker } from '../devices/speakers.ts';
import { createRoomPage } from '../pages/roomPage.ts';
import { createSession, type Session } from '../session/createSession.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { fetchPage, isTypingName, onFirstLobby } from './firstLobby.ts';
import { findEarlyVideo } from './page/parts.ts';

/** The whole start, in its order. */
async function start(): Promise<void> {
  const roomPage = createRoomPage();
  const session = createSession({
    page: new URL(location.href),
    addressBar: browserAddressBar(),
    languages: navigator.languages,
    facts: readBrowserFacts(),
    unfit: findUnfit(),
    deviceAccess: browserDeviceAccess(),
    canChooseSpeaker: canChooseSpeaker(),
    document,
    carried: globalThis.firstCarried,
    isTypingName,
    pause,
    loadConnection,
    loadRoomPage: roomPage.load,
    async showEarlyVideo(call, language) {
      const { showEarlyVideo } = await import('./earlyVideo.ts');
      const place = findEarlyVideo(language);
      return place ? await showEarlyVideo(call, place) : false;
    },
  });
  const { address, call, carry, speech } = session;

  if (!address.isCheck) {
    // 1. Devices and token.
    session.prepare();
    addEventListener('focusout', session.settleName);
    // 2. A click on Join in the lobby of index.html, which may have been already.
    onFirstLobby({
      onJoin: (name, clickedAtMs) => joinFirst(session, name, clickedAtMs),
      onCancel: () => void call.leave(),
    });
  }
  // 3. The lobby's sentences.
  speech.load().catch(() => {});
  // 4. React, which draws the app; if somebody has clicked, once it delays no early video.
  await session.untilAppMayRun();
  const { drawApp } = await untilLoaded(() => import('../main.tsx'), { carry });
  await drawApp(session, roomPage);
}

const loadConnection = () => import('../call/connection.ts');

/** Joins from the lobby in index.html. What draws the page is fetched behind LiveKit's client, and run once somebody is seen. */
function joinFirst({ name, join, speech }: Session, chosen: string, clickedAtMs: number): void {
  name.write(chosen);
  join(chosen, clickedAtMs);
  const fetchRest = () => {
    fetchPage();
    // Fetched here as well; a failure shows when the room is loaded.
    speech.loadRoom().catch(() => {});
  };
  loadConnection().then(fetchRest, () => {});
}

/** These two came last to some browser (src/olderBrowsers.ts). Without them the session is made once they are filled in. */
async function startInOlderBrowser(): Promise<void> {
  const older = await untilLoaded(() => import('../olderBrowsers.ts'), { carry: () => ({}) });
  older.fillInMissing();
  await start();
}

if ('any' in AbortSignal && 'canParse' in URL) void start();
else void startInOlderBrowser();
