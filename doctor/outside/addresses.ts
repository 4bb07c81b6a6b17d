import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Ranges of addresses that guests on the internet can't reach. */
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  // The range for carrier-grade NAT (RFC 6598).
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4');
}
privateAddresses.addSubnet('fc00::', 7, 'ipv6');
privateAddresses.addSubnet('fe80::', 10, 'ipv6');

export type Reach = 'loopback' | 'private' | 'public';

/**
 * Returns from how far away an IP address can be reached: from the internet, a private network or this machine only.
 */
export function reachOf(address: string): Reach {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (address === '::1' || (family === 'ipv4' && address.startsWith('127.'))) return 'loopback';
  return privateAddresses.check(address, family) ? 'private' : 'public';
}

/** Formats an address with a port: `203.0.113.5:7882`, `[2001:db8::1]:7882`. */
export function withPort(address: string, port: number): string {
  return isIP(address) === 6 ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

/** Returns the host name or address in a URL, an IPv6 address without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Tells whether only programs on this machine can reach the room. */
export function isHere(target: URL): boolean {
  return target.hostname === 'localhost' || reachOf(hostOf(target)) === 'loopback';
}

/** Returns the addresses of the network interfaces of the machine on which the doctor runs. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(
    (addresses) => addresses?.map(({ address }) => address) ?? [],
  );
}
