import { keyIn, withKey } from '../../common/roomKey.ts';

/**
 * The link to send to others: the page's address with the room key, without the guest's name and language.
 *
 * @param origin replaces the origin of the page's address
 */
export function inviteLink(address: string, origin = new URL(address).origin): string {
  const { pathname, search, hash } = new URL(address);
  const page = new URL(pathname + search + hash, origin);
  const link = withKey(page, keyIn(page));
  const room = link.searchParams.get('room');
  link.search = '';
  if (room) link.searchParams.set('room', room);
  return link.href;
}

/**
 * The link that opens a room with an invitation. It contains no room key, because the invitation is sent in its place.
 *
 * @param link the link to a room without an invitation
 */
export function invitationLink(link: string, room: string, invitation: string): string {
  const made = new URL(link);
  made.search = '';
  made.searchParams.set('room', room);
  made.hash = new URLSearchParams({ invite: invitation }).toString();
  return made.href;
}

/** Whether the link contains the room key. */
export function hasKey(link: string): boolean {
  return keyIn(new URL(link)) !== undefined;
}

/** Whether the link leads to a loopback address, which other computers cannot reach. */
export function isThisComputerOnly(link: string): boolean {
  return /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(link).hostname);
}
