/** The guest's input that is kept when the page reloads itself (src/start/loadAgain.ts). */
export interface CarriedOver {
  name?: string;
  /** The guest has clicked Join and not cancelled. */
  isJoining?: boolean;
  /** The guest joins with “Listen only”. */
  isListening?: boolean;
  /** The name field had the focus before the reload. */
  isTyping?: boolean;
  /**
   * Text in the lobby's key field. A key that was accepted is not kept here, because the page's address contains it.
   */
  roomKey?: string;
}

declare global {
  /**
   * The state that was kept before the reload, and the number of automatic reloads since the guest last clicked “Try
   * again”. The inline script in index.html sets this variable.
   */
  var firstCarried: (CarriedOver & { reloads: number }) | null | undefined; // oxlint-disable-line no-var
}

const key = 'first-room:reload';

/** For the inline script in index.html: reads the state that was kept before the reload, and deletes it. */
export function takeCarriedOver(): CarriedOver | null | undefined {
  try {
    // The kept state is not validated: only this file writes it, and it is kept only during a reload.
    globalThis.firstCarried = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    sessionStorage.removeItem(key);
  } catch {
    // The browser may block the storage; then nothing was kept.
  }
  return globalThis.firstCarried;
}

/**
 * Keeps the guest's input and reloads the page. Throws if the browser blocks the storage, because the input would be
 * lost.
 *
 * @param carry called again when the page unloads, because the guest may go on typing until then
 */
export function reloadWith(carry: () => CarriedOver | undefined, reloads: number): void {
  const keep = () => {
    const carried = carry();
    if (carried) sessionStorage.setItem(key, JSON.stringify({ ...carried, reloads }));
  };
  keep();
  addEventListener('pagehide', keep, { once: true });
  location.reload();
}
