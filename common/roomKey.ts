/** Shorter keys can be guessed; longer ones make a QR code that phones are slow to read. */
const shortestKey = 16;
const longestKey = 128;

/** The form of a room key, to complete a sentence ("It must be …"). */
export const roomKeyForm = `${String(shortestKey)} to ${String(longestKey)} letters (a-z, A-Z), digits, - and _`;

/**
 * Normalizes a room key: trims it and makes full-width characters, as Japanese keyboards type them, narrow. The
 * remaining characters need no escaping in a link or a header. The lobby and the token handler share this function.
 *
 * @returns the key, or `undefined` when the text can't be one
 */
export function parseRoomKey(text: string): string | undefined {
  const key = text.normalize('NFKC').trim();
  if (key.length < shortestKey || key.length > longestKey || !/^[\w-]+$/.test(key)) return undefined;
  return key;
}

/** Reads the room key from the address's fragment (`/?room=NAME#key=…`), which browsers never send to a server. */
export function keyIn(address: URL): string | undefined {
  return new URLSearchParams(address.hash.slice(1)).get('key')?.trim() || undefined;
}

/** Returns the address with its fragment replaced by this key, or removed. */
export function withKey(address: URL, key: string | undefined): URL {
  const keyed = new URL(address);
  keyed.hash = key === undefined ? '' : new URLSearchParams({ key }).toString();
  return keyed;
}
