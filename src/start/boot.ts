/**
 * Starts the page. This file is small and has no React, so that devices and token are requested while the other files still load. If a file that it
 * starts to load fails, the module that needs the file reports it (src/untilLoaded.ts).
 */
import { browserAddressBar } from '../access/roomKey.ts';
import { pause } from '../call/pause.ts';
import { findUnfit } from '../call/unfit.ts';
import { readBrowserFacts } from '../browser/browserKind.ts';
import { browserDeviceAccess } from '../media/own/preview.ts';
import { canChooseSpeaker } from '../media/own/speakers.ts';
import { createRoomPage } from '../pages/roomPage.ts';
import { createSession, type Session } from '../session/createSession.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { fetchPage, isTypingName, onFirstLobby } from './firstLobby.ts';
import { findEarlyVideo } from './page/parts.ts';

/** All steps of the page's start, in their order. Steps 5 to 7 are in src/main.tsx. */
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
    // 1. Open the devices and request a token.
    session.prepare();
    addEventListener('focusout', session.settleName);
    // 2. Handle a click on Join in the lobby of index.html, which the guest may have made already.
    onFirstLobby({
      onJoin: (name, clickedAtMs) => joinFirst(session, name, clickedAtMs),
      onCancel: () => void call.leave(),
    });
  }
  // 3. Load the lobby's texts in the guest's language.
  speech.load().catch(() => {});
  // 4. Load React, which renders the app. After a click on Join this waits, so that it does not delay the first video of
  // another participant (src/start/earlyVideo.ts).
  await session.untilAppMayRun();
  const { drawApp } = await untilLoaded(() => import('../main.tsx'), { carry });
  await drawApp(session, roomPage);
}

const loadConnection = () => import('../call/connection.ts');

/**
 * Joins from the lobby in index.html. Fetches LiveKit's client first, then the files that render the page; `start` runs
 * these after the first video of another participant is shown (src/start/earlyVideo.ts).
 */
function joinFirst({ name, join, speech }: Session, chosen: string, clickedAtMs: number): void {
  name.write(chosen);
  join(chosen, clickedAtMs);
  const fetchRest = () => {
    fetchPage();
    // Loads the room's texts in advance. A failure is ignored here, because the room's page loads them again and
    // reports it.
    speech.loadRoom().catch(() => {});
  };
  loadConnection().then(fetchRest, () => {});
}

/** Starts the page in a browser that needs polyfills: loads them first. */
async function startInOlderBrowser(): Promise<void> {
  const older = await untilLoaded(() => import('../olderBrowsers.ts'), { carry: () => ({}) });
  older.fillInMissing();
  await start();
}

// `AbortSignal.any` and `URL.canParse` are the last features that some supported browsers got. A browser that has both
// needs no polyfill of src/olderBrowsers.ts.
if ('any' in AbortSignal && 'canParse' in URL) void start();
else void startInOlderBrowser();
