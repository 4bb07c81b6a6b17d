import type { CarriedOver } from './start/page/carriedOver.ts';

export interface Patience {
  /** Ends the tries: nobody wants the file any more. */
  signal?: AbortSignal;
  /**
   * For files without which nobody can join: the page may be reloaded, with this, or with what stands in the lobby of index.html while that is
   * shown. `undefined` while a reload would cost more than it mends.
   */
  carry?: () => CarriedOver | undefined;
}

type LoadAgain = <Loaded>(load: () => Promise<Loaded>, patience?: Patience) => Promise<Loaded>;

declare global {
  /** src/start/loadAgain.ts, which the script in index.html brings. */
  var loadAgain: LoadAgain | undefined; // oxlint-disable-line no-var
}

/**
 * Loads files of the app. While they fail, the guest is told and can try again, and the page tries again by itself; what is told goes once it
 * has worked. Then it rejects only at `signal`. Where the script in index.html has not run (`npm run dev`, or another content policy) a failure is a
 * rejection.
 */
export async function untilLoaded<Loaded>(load: () => Promise<Loaded>, patience?: Patience): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!globalThis.loadAgain) throw error;
    return await globalThis.loadAgain(load, patience);
  }
}
