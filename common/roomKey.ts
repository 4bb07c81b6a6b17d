/**
 * Limits of a room key's length: a shorter key can be guessed, and a longer one makes a QR code that phones are slow to
 * read.
 */
const shortestKey = 16;
const longestKey = 128;

/** Greatest length of an invitation's token. It has about 200 characters, and more with a long room name. */
const longestInvitation = 2048;

/** The allowed form of a room key, to complete a sentence ("It must be …"). */
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

/**
 * Normalizes what a guest may send to prove access to a room: the room key or an invitation's token (a JWT).
 *
 * @returns `undefined` for anything else
 */
export function parseBearer(text: string): string | undefined {
  const invitation = text.trim();
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(invitation) && invitation.length <= longestInvitation
    ? invitation
    : parseRoomKey(text);
}

/** Reads the host key or the invitation from an address's fragment (`#host=…`, `#invite=…`). */
export function passIn(address: URL): string | undefined {
  const fragment = new URLSearchParams(address.hash.slice(1));
  return (fragment.get('host') ?? fragment.get('invite'))?.trim() || undefined;
}

/**
 * Whether a text that is either a host key or an invitation is an invitation: a JWT, whose parts are separated by dots.
 */
export function isInvitation(pass: string): boolean {
  return pass.includes('.');
}

/** Returns the address with this host key or invitation, and with the room key that the address already has. */
export function withPass(address: URL, pass: string): URL {
  const own = new URL(address);
  const key = keyIn(address);
  const name = isInvitation(pass) ? 'invite' : 'host';
  own.hash = new URLSearchParams({ [name]: pass, ...(key !== undefined && { key }) }).toString();
  return own;
}

/** Reads the room key from an address's fragment (`/?room=NAME#key=…`), which browsers never send to a server. */
export function keyIn(address: URL): string | undefined {
  return new URLSearchParams(address.hash.slice(1)).get('key')?.trim() || undefined;
}

/** Returns the address with its fragment replaced by this room key, or without a fragment when there is no key. */
export function withKey(address: URL, key: string | undefined): URL {
  const keyed = new URL(address);
  keyed.hash = key === undefined ? '' : new URLSearchParams({ key }).toString();
  return keyed;
}
