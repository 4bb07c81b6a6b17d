/** Shorter ones can be guessed; longer ones make a QR code that phones do not read at once. */
const shortestKey = 16;
const longestKey = 128;

/** What a room key must be, to complete a sentence. */
export const roomKeyForm = `${String(shortestKey)} to ${String(longestKey)} letters (a-z, A-Z), digits, - and _`;

/**
 * The room key as it travels: after blank space around it is gone, and what a Japanese keyboard writes at full width
 * is narrow again. A link carries these characters as they are, and so does a header. Both the lobby and the token
 * handler ask this one function.
 *
 * @returns the key, or `undefined` when the text can't be one
 */
export function parseRoomKey(text: string): string | undefined {
  const key = text.normalize('NFKC').trim();
  if (key.length < shortestKey || key.length > longestKey || !/^[\w-]+$/.test(key)) return undefined;
  return key;
}

/** The room's key stands behind `#` (`/?room=NAME#key=…`), which browsers send to no server. */
export function keyIn(address: URL): string | undefined {
  return new URLSearchParams(address.hash.slice(1)).get('key')?.trim() || undefined;
}

/** The same address with this key, or with none, and nothing else behind `#`. */
export function withKey(address: URL, key: string | undefined): URL {
  const keyed = new URL(address);
  keyed.hash = key === undefined ? '' : new URLSearchParams({ key }).toString();
  return keyed;
}
