/** Returns the storage; passed in, so that tests need none. It throws if storage is blocked (private windows, blocked site data). */
export type GetStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

/** @returns the text under this key; `undefined` if there is none, or if storage is blocked */
export function readStored(storage: GetStorage, key: string): string | undefined {
  try {
    return storage().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores the text. If storage is blocked or full, nothing is stored. */
export function writeStored(storage: GetStorage, key: string, text: string): void {
  try {
    storage().setItem(key, text);
  } catch {
    // What would have been stored is lost with a reload, or the guest chooses it again next time.
  }
}
