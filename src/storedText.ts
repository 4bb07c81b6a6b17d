/**
 * Returns the browser's storage; passed in, so that tests need no browser. It throws if the browser blocks the storage
 * (private windows, blocked site data).
 */
export type GetStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

/**
 * Reads a text from the storage.
 *
 * @returns the text under this key; `undefined` if there is none, or if the browser blocks the storage
 */
export function readStored(storage: GetStorage, key: string): string | undefined {
  try {
    return storage().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores the text. If the storage is blocked or full, nothing is stored. */
export function writeStored(storage: GetStorage, key: string, text: string): void {
  try {
    storage().setItem(key, text);
  } catch {
    // A failure to store is not reported, because little is lost: a text that a reload would restore, or a choice that
    // the guest makes again next time.
  }
}
