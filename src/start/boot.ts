/**
 * Begins the page: small, and without React, so that what takes its time elsewhere is under way while the rest still comes. What it starts
 * to load others find loaded; a failure is told where it is needed (src/untilLoaded.ts).
 */
import { onFirstLobby } from './firstLobby.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { address, call, carry, joinFirst, prepare, speech, untilPage } from '../visit.ts';

function start(): void {
  if (!address.isCheck) {
    prepare();
    onFirstLobby({ onJoin: joinFirst, onCancel: () => void call.leave() });
  }
  speech.load().catch(() => {});
  void untilPage().then(() => untilLoaded(() => import('../main.tsx'), { carry }));
}

// At once where nothing is missing: these two came last to some browser (src/olderBrowsers.ts).
if ('any' in AbortSignal && 'canParse' in URL) start();
else
  void untilLoaded(() => import('../olderBrowsers.ts'), { carry })
    .then((older) => older.fillInMissing())
    .then(start);
