/** The link to this room for somebody else: without one's own name and language. */
export function inviteLink(address: string): string {
  const link = new URL(address);
  const room = link.searchParams.get('room');
  link.search = '';
  link.hash = '';
  if (room) link.searchParams.set('room', room);
  return link.href;
}

/** Nobody else reaches a loopback address. */
export function isThisComputerOnly(link: string): boolean {
  return /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(link).hostname);
}
