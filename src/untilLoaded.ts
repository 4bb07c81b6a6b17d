import type { CarriedOver } from './start/page/carriedOver.ts';

export interface Patience {
  /** Ends the tries to load the file when it is no longer needed. */
  signal?: AbortSignal;
  /**
   * Allows reloading the page, and returns the state to keep over the reload; for files without which the guest can't
   * join. While the lobby of index.html is shown, that lobby's state is kept instead. Returns `undefined` when a reload
   * would do more harm than good, as in a call.
   */
  carry?: () => CarriedOver | undefined;
}

export type LoadAgain = <Loaded>(load: () => Promise<Loaded>, patience?: Patience) => Promise<Loaded>;

declare global {
  /** The function of src/start/loadAgain.ts, which the inline script in index.html makes available. */
  var loadAgain: LoadAgain | undefined; // oxlint-disable-line no-var
}

/**
 * Loads files of the app. While loading fails, the guest sees a message with a button to try again, and the page tries
 * again automatically. So the promise rejects only when `signal` aborts; or at the first failure if the inline script
 * of index.html has not run (`npm run dev`, or a stricter Content Security Policy).
 */
export async function untilLoaded<Loaded>(load: () => Promise<Loaded>, patience?: Patience): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!globalThis.loadAgain) throw error;
    return await globalThis.loadAgain(load, patience);
  }
}
