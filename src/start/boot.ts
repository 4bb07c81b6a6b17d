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

/** All steps of the start, in their order. Steps 5 to 7 are in src/main.tsx. */
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
    // 2. A click on Join in the lobby of index.html, which may have come already.
    onFirstLobby({
      onJoin: (name, clickedAtMs) => joinFirst(session, name, clickedAtMs),
      onCancel: () => void call.leave(),
    });
  }
  // 3. The lobby's messages.
  speech.load().catch(() => {});
  // 4. React, which renders the app. After a click on Join it waits until it delays no early video.
  await session.untilAppMayRun();
  const { drawApp } = await untilLoaded(() => import('../main.tsx'), { carry });
  await drawApp(session, roomPage);
}

const loadConnection = () => import('../call/connection.ts');

/** Joins from the lobby in index.html. Fetches the files that render the page after LiveKit's client; `start` runs them after the early video. */
function joinFirst({ name, join, speech }: Session, chosen: string, clickedAtMs: number): void {
  name.write(chosen);
  join(chosen, clickedAtMs);
  const fetchRest = () => {
    fetchPage();
    // A failure is reported when the room is loaded.
    speech.loadRoom().catch(() => {});
  };
  loadConnection().then(fetchRest, () => {});
}

/** Loads the polyfills first. */
async function startInOlderBrowser(): Promise<void> {
  const older = await untilLoaded(() => import('../olderBrowsers.ts'), { carry: () => ({}) });
  older.fillInMissing();
  await start();
}

// These two are the last that some supported browsers got. A browser that has both needs nothing of src/olderBrowsers.ts.
if ('any' in AbortSignal && 'canParse' in URL) void start();
else void startInOlderBrowser();
