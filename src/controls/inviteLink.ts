import { keyIn, withKey } from '../../common/roomKey.ts';

/** The link to this room for somebody else: with the room's key, without one's own name and language. */
export function inviteLink(address: string): string {
  const link = withKey(new URL(address), keyIn(new URL(address)));
  const room = link.searchParams.get('room');
  link.search = '';
  if (room) link.searchParams.set('room', room);
  return link.href;
}

/** Whether the link itself opens the door. */
export function hasKey(link: string): boolean {
  return keyIn(new URL(link)) !== undefined;
}

/** Nobody else reaches a loopback address. */
export function isThisComputerOnly(link: string): boolean {
  return /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(link).hostname);
}
