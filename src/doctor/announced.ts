/** An address at which LiveKit says that it takes picture and sound. */
export interface Announced {
  protocol: 'udp' | 'tcp';
  address: string;
  port: number;
}

/**
 * Reads an ICE candidate (RFC 8839, RFC 6544 for TCP) as it stands in SDP and trickles in.
 *
 * @returns `undefined` for one that nobody can connect to: another component, an active TCP one
 */
export function parseCandidate(line: string): Announced | undefined {
  const match = /candidate:\S+ 1 (udp|tcp) \d+ (\S+) (\d+) typ \w+(.*)/i.exec(line);
  if (!match) return undefined;
  const [, transport = '', address = '', port = '', rest = ''] = match;
  const protocol = transport.toLowerCase() === 'udp' ? 'udp' : 'tcp';
  if (protocol === 'tcp' && !/tcptype passive/i.test(rest)) return undefined;
  return { protocol, address, port: Number(port) };
}

/** As it is told: `udp 203.0.113.5:7882`. */
export function nameOf({ protocol, address, port }: Announced): string {
  return `${protocol} ${isIpv6(address) ? `[${address}]` : address}:${String(port)}`;
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/**
 * Whether an address leads anywhere from the internet: RFC 1918 and 6598 (carriers), link-local, RFC 4193, and the
 * computer's own.
 */
export function isPrivateAddress(address: string): boolean {
  return (
    /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      address,
    ) || /^(::1$|f[cd]|fe[89ab])/i.test(address)
  );
}

/** Whether the page itself stands in a network of its own, where private addresses are the right ones. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isAddress(host)
    ? isPrivateAddress(host)
    : !host.includes('.') || /\.(local|localhost|lan|internal|home\.arpa)$/i.test(host);
}

/** A literal address rather than a name. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || isIpv6(host);
}
