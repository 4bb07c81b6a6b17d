/**
 * Begins the page: small, and without React, so that what takes its time elsewhere is under way while the rest still comes. What it starts
 * to load others find loaded; a failure shows where it is needed.
 */
import { onFirstLobby } from './firstLobby.ts';
import { address, call, joinFirst, prepare, speech, untilPage } from './visit.ts';

function start(): void {
  if (!address.isCheck) {
    prepare();
    onFirstLobby({ onJoin: joinFirst, onCancel: () => void call.leave() });
  }
  speech.load().catch(() => {});
  void untilPage().then(() => import('./main.tsx'));
}

// At once where nothing is missing: these two came last to some browser (src/olderBrowsers.ts).
if ('any' in AbortSignal && 'canParse' in URL) start();
else void import('./olderBrowsers.ts').then((older) => older.fillInMissing()).finally(start);
