/** What goes with the guest when the page reloads itself (src/start/loadAgain.ts). */
export interface CarriedOver {
  name?: string;
  /** Join was clicked and not taken back. */
  isJoining?: boolean;
  /** By “Listen only”. */
  isListening?: boolean;
  /** The cursor was in the name's field. */
  isTyping?: boolean;
  /** As it was typed. A key that has opened the room stands in the address. */
  roomKey?: string;
}

declare global {
  /** What the script in index.html found, with the number of reloads since the guest last asked for one. */
  var firstCarried: (CarriedOver & { reloads: number }) | null | undefined; // oxlint-disable-line no-var
}

const key = 'first-room:reload';

/** For the script in index.html: takes what the page before the reload left. */
export function takeCarriedOver(): CarriedOver | null | undefined {
  try {
    // Nobody else writes it, and it stays for no longer than a reload takes.
    globalThis.firstCarried = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    sessionStorage.removeItem(key);
  } catch {
    // Storage may be forbidden.
  }
  return globalThis.firstCarried;
}

/**
 * Loads the page anew. Rejects where storage is forbidden: what the guest typed would be lost.
 *
 * @param carry is asked again when the page goes: until then the guest may go on typing
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
