/** An address and port that LiveKit announces for media. */
export interface Announced {
  protocol: 'udp' | 'tcp';
  address: string;
  port: number;
}

/**
 * Parses an ICE candidate (RFC 8839, RFC 6544 for TCP) from SDP or a trickle ICE message.
 *
 * @returns `undefined` for candidates that nothing can connect to: other components than RTP, active TCP
 */
export function parseCandidate(line: string): Announced | undefined {
  const match = /candidate:\S+ 1 (udp|tcp) \d+ (\S+) (\d+) typ \w+(.*)/i.exec(line);
  if (!match) return undefined;
  const [, transport = '', address = '', port = '', rest = ''] = match;
  const protocol = transport.toLowerCase() === 'udp' ? 'udp' : 'tcp';
  if (protocol === 'tcp' && !/tcptype passive/i.test(rest)) return undefined;
  return { protocol, address, port: Number(port) };
}

/** The form in which an address is shown: `udp 203.0.113.5:7882`. */
export function nameOf({ protocol, address, port }: Announced): string {
  return `${protocol} ${isIpv6(address) ? `[${address}]` : address}:${String(port)}`;
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/**
 * Whether an address is not reachable from the internet: RFC 1918, RFC 6598 (carrier-grade NAT), RFC 4193, link-local
 * and loopback addresses.
 */
export function isPrivateAddress(address: string): boolean {
  return (
    /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      address,
    ) || /^(::1$|f[cd]|fe[89ab])/i.test(address)
  );
}

/** Whether the page is served in a private network. Guests in that network can reach private addresses of LiveKit. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isAddress(host)
    ? isPrivateAddress(host)
    : !host.includes('.') || /\.(local|localhost|lan|internal|home\.arpa)$/i.test(host);
}

/** Whether a host name is an IP address. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || isIpv6(host);
}
