import { isIP } from 'node:net';

/** What is known about where a request came from. */
export interface Arrival {
  /** The other end of the connection; none in tests without a server. */
  socketAddress: string | undefined;
  /** `X-Forwarded-For` as it came. */
  forwardedFor: string | undefined;
  /** How many proxies of ours stand in front. */
  trustedProxyHops: number;
}

/**
 * The address of whoever asks. Every proxy appends the address it was asked from, so with n proxies of ours
 * the n entries at the right are ours to believe, counted from the connection itself; whatever stands to the left of
 * them was written by the client.
 *
 * @returns an IP address (IPv4 also where it came as `::ffff:…`), or `'unknown'`
 */
export function clientAddress({ socketAddress, forwardedFor, trustedProxyHops }: Arrival): string {
  const entries = forwardedFor?.split(',') ?? [];
  const hops = [...entries, socketAddress ?? ''].slice(-1 - trustedProxyHops);
  // An entry that is no address was not written by a proxy that knows better: the next one to the right counts.
  for (const hop of hops) {
    const address = parseIp(hop);
    if (address !== undefined) return address;
  }
  return 'unknown';
}

/**
 * By what requests are counted: an IPv4 address, or the /64 of an IPv6 one, since a single household has 2^64 of those
 * (RFC 6177).
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

/** Some proxies write a port, and brackets around IPv6: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function parseIp(text: string): string | undefined {
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

/** In the shortest form, in hexadecimal groups only: that is how URL writes it. */
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
