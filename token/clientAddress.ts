import { isIP } from 'node:net';

/** The origin of a request, as far as the server knows it. */
export interface Arrival {
  /** Remote address of the connection; `undefined` in tests without a server. */
  socketAddress: string | undefined;
  /** The header `X-Forwarded-For`, unparsed. */
  forwardedFor: string | undefined;
  /** Number of proxies in front of the handler that belong to its server. */
  trustedProxyHops: number;
}

/**
 * Determines the client's address. Every proxy appends the address that connected to it. With n proxies of the server's
 * own, the n rightmost entries (counted from the connection itself) can be trusted; the client may have written
 * everything to the left of them.
 *
 * @returns an IP address (an IPv4-mapped one as IPv4), or `'unknown'`
 */
export function clientAddress({ socketAddress, forwardedFor, trustedProxyHops }: Arrival): string {
  const entries = forwardedFor?.split(',') ?? [];
  const hops = [...entries, socketAddress ?? ''].slice(-1 - trustedProxyHops);
  // The server's own proxies write addresses only, so anything else is skipped.
  for (const hop of hops) {
    const address = parseIp(hop);
    if (address !== undefined) return address;
  }
  return 'unknown';
}

/**
 * The key under which an address's requests are counted: the IPv4 address, or the /64 of an IPv6 address, since a
 * single household has 2^64 IPv6 addresses (RFC 6177).
 */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...behind];
  return `${all.slice(0, 4).join(':')}::/64`;
}

/**
 * Parses an address from a proxy. Some proxies add a port, and brackets around IPv6: `203.0.113.7:4711`,
 * `[2001:db8::1]:4711`.
 */
function parseIp(text: string): string | undefined {
  // The usual case. The expressions below take longer.
  if (isIP(text) === 4) return text;
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '');
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return canonicalIpv6(bare);
    default:
      return undefined;
  }
}

/**
 * Returns the shortest form of an IPv6 address, with hexadecimal groups only, as `URL` writes it; an IPv4-mapped
 * address as IPv4.
 */
function canonicalIpv6(address: string): string {
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written);
  if (mapped === null) return written;
  return mapped
    .slice(1)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}
