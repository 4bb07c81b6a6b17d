import { reloadWith } from './page/carriedOver.ts';
import { carryFirstLobby } from './firstLobby.ts';
import { findNotLoadedBoxes, findPart, notLoadedAttribute } from './page/parts.ts';
import type { Patience } from '../untilLoaded.ts';

/**
 * By itself, after 1, 2, 4 … 32 seconds, reloads of the page counted: files that stay away must not keep it busy for ever. Then it is up to the
 * guest, or to the network that comes back.
 */
const maxTries = 6;

/** The page is not loaded anew until the guest has paused for so long: a key that is hit between two pages is lost. */
const calmMs = 1000;
/** `Infinity` while a word is being composed, as in Japanese. */
let calmAtMs = 0;
for (const type of ['compositionstart', 'input', 'compositionend']) {
  addEventListener(type, (event) => {
    const isComposing = type === 'compositionstart' || (event instanceof InputEvent && event.isComposing);
    calmAtMs = isComposing ? Infinity : performance.now() + calmMs;
  });
}

/** Everything that waits for a try. */
let waiting = 0;

/** The boxes stand in index.html, one for each language (src/pages/NotLoadedBox.tsx). The language may change while one is shown. */
function showBox(isShown: boolean): void {
  for (const box of findNotLoadedBoxes())
    box.hidden = !isShown || box.getAttribute(notLoadedAttribute) !== document.documentElement.lang;
}

/**
 * After a failure: loads files of the app again, and tells of it until they are there. It is part of the script in index.html, as it is needed
 * where no file comes.
 *
 * Symptom: Join stayed dead after one of its files had failed once. Cause: in Firefox, and in WebKit sometimes, a module that failed once stays failed
 * until the page is loaded anew (https://github.com/whatwg/html/issues/6768; Chromium asks again). So the page is reloaded, once it is
 * known to be reachable, and goes on by itself where the guest was. May go when these engines ask again.
 */
export async function loadAgain<Loaded>(
  load: () => Promise<Loaded>,
  patience: Patience = {},
): Promise<Loaded> {
  const { signal } = patience;
  let reloads = globalThis.firstCarried?.reloads ?? 0;
  waiting += 1;
  try {
    for (let tries = reloads; ; tries += 1) {
      showBox(true);
      if (await waitForTry(tries, signal)) reloads = 0;
      signal?.throwIfAborted();
      try {
        return await load();
      } catch {
        await reload(reloads + 1, patience).catch(() => {});
        signal?.throwIfAborted();
      }
    }
  } finally {
    waiting -= 1;
    if (waiting === 0) showBox(false);
  }
}

/** @returns whether the guest asks for another try */
function waitForTry(tries: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const end = () => resolve(false);
    if (tries < maxTries) setTimeout(end, 1000 * 2 ** tries);
    signal?.addEventListener('abort', end);
    addEventListener('online', end, { once: true });
    for (const box of findNotLoadedBoxes()) {
      findPart(box, 'tryAgain')?.addEventListener('click', () => resolve(true), { once: true });
      findPart(box, 'close')?.addEventListener('click', () => showBox(false), { once: true });
    }
  });
}

/** Off line a reload would leave the guest with the browser's own page: rejects, or nothing happens. */
async function reload(reloads: number, { signal, carry }: Patience): Promise<void> {
  if (!carry) return;
  while (performance.now() < calmAtMs) await new Promise((resolve) => setTimeout(resolve, 100));
  const { ok } = await fetch(location.href, { cache: 'no-store' });
  if (ok && !signal?.aborted && carry()) reloadWith(() => carryFirstLobby() ?? carry(), reloads);
}
