import { reloadWith } from './page/carriedOver.ts';
import { carryFirstLobby } from './firstLobby.ts';
import { findNotLoadedBoxes, findPart, notLoadedAttribute } from './page/parts.ts';
import type { LoadAgain, Patience } from '../untilLoaded.ts';

/**
 * Number of automatic tries to load a file, after 1, 2, 4 … 32 seconds, including reloads of the page. After that only
 * a click or the return of the network starts another try, so that missing files do not keep the page busy for ever.
 */
const maxTries = 6;

/**
 * For how long the guest must not have typed before the page reloads itself, because keys pressed during a reload are
 * lost.
 */
const calmMs = 1000;

/**
 * Shows or hides the message that a file fails to load. index.html has one for each language
 * (src/pages/NotLoadedBox.tsx), and all are changed, because the guest may choose another language meanwhile.
 */
function showBox(isShown: boolean): void {
  for (const box of findNotLoadedBoxes())
    box.hidden = !isShown || box.getAttribute(notLoadedAttribute) !== document.documentElement.lang;
}

/**
 * Makes the function that loads files of the app again after a failure, and shows a message until all are loaded. The
 * function is part of the inline script in index.html, because it is needed when no file loads. It follows the guest's
 * typing from the start, so that no reload comes in the middle of a word.
 *
 * Symptom: Join no longer works after one of its files has failed to load once.
 * Cause: Firefox, and sometimes WebKit, never requests a module again whose first import failed
 * (https://github.com/whatwg/html/issues/6768; Chromium does). So the page reloads itself once the server is reachable,
 * and restores the guest's state.
 * Remove when: these engines request the module again.
 */
export function createLoadAgain(): LoadAgain {
  /** When the guest is assumed to have stopped typing. `Infinity` while an IME composes text, as in Japanese. */
  let calmAtMs = 0;
  /** Number of files that wait for another try to load them. */
  let waiting = 0;

  for (const type of ['compositionstart', 'input', 'compositionend']) {
    addEventListener(type, (event) => {
      const isComposing = type === 'compositionstart' || (event instanceof InputEvent && event.isComposing);
      calmAtMs = isComposing ? Infinity : performance.now() + calmMs;
    });
  }

  async function loadAgain<Loaded>(load: () => Promise<Loaded>, patience: Patience = {}): Promise<Loaded> {
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

  /**
   * Reloads the page if the server is reachable, because offline the guest would get the browser's error page. If the
   * page's state can't be kept, it rejects or does nothing.
   */
  async function reload(reloads: number, { signal, carry }: Patience): Promise<void> {
    if (!carry) return;
    while (performance.now() < calmAtMs) await new Promise((resolve) => setTimeout(resolve, 100));
    const { ok } = await fetch(location.href, { cache: 'no-store' });
    if (ok && !signal?.aborted && carry()) reloadWith(() => carryFirstLobby() ?? carry(), reloads);
  }

  return loadAgain;
}

/**
 * Waits before the next try to load a file.
 *
 * @returns true if the guest clicked “Try again”
 */
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
