/** State that is kept when the page reloads itself (src/start/loadAgain.ts). */
export interface CarriedOver {
  name?: string;
  /** Join was clicked and not cancelled. */
  isJoining?: boolean;
  /** The guest joins with “Listen only”. */
  isListening?: boolean;
  /** The name field had the focus. */
  isTyping?: boolean;
  /** Text in the key field. An accepted key is in the address. */
  roomKey?: string;
}

declare global {
  /** The kept state, and the number of automatic reloads since the guest last clicked “Try again”. Set by the inline script in index.html. */
  var firstCarried: (CarriedOver & { reloads: number }) | null | undefined; // oxlint-disable-line no-var
}

const key = 'first-room:reload';

/** For the inline script in index.html: reads the state that was kept before the reload, and deletes it. */
export function takeCarriedOver(): CarriedOver | null | undefined {
  try {
    // Not validated: only this file writes it, and it is kept only during a reload.
    globalThis.firstCarried = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    sessionStorage.removeItem(key);
  } catch {
    // Storage may be blocked.
  }
  return globalThis.firstCarried;
}

/**
 * Reloads the page. Throws if storage is blocked, because the guest's input would be lost.
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
