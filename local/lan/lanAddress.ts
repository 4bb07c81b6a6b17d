import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { failed, success, type Result } from '../../common/result.ts';

export interface LanAddress {
  address: string;
  /** Other addresses of this machine at which a phone may reach it. */
  others: string[];
}

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Matches names of network interfaces for containers, virtual machines and tunnels, through which no phone can connect.
 */
const virtual =
  /^(docker|br-|bridge|veth|virbr|vmnet|vboxnet|podman|cni|flannel|cali|lxc|lxd|tun|tap|utun|wg|ppp|tailscale|zt|vEthernet|awdl|llw)/i;

/** Tells whether an address is private (RFC 1918), such as those that routers assign at home and in offices. */
const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/**
 * Chooses the address at which a phone in the same network can reach this machine.
 *
 * @param wanted value of --lan-address
 * @returns the address, or a sentence why there is none
 */
export function chooseLanAddress(
  wanted: string | undefined,
  interfaces: Interfaces = networkInterfaces(),
): Result<LanAddress, string> {
  const all = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ family }) => family === 'IPv4')
      .map(({ address, internal }) => ({ name, address, internal })),
  );
  // Accepts any address that begins with 127: the system lists only 127.0.0.1, but all of 127.0.0.0/8 is loopback.
  if (wanted?.startsWith('127.')) return success({ address: wanted, others: [] });

  const candidates = all
    .filter(({ name, address, internal }) => !internal && !virtual.test(name) && isPrivate(address))
    .map(({ address }) => address);
  if (wanted !== undefined) {
    if (!all.some(({ address }) => address === wanted)) {
      return failed(
        `${wanted} is not an address of this machine. ${list(all.map(({ address }) => address))}`,
      );
    }
    return success({ address: wanted, others: candidates.filter((one) => one !== wanted) });
  }
  const [address, ...others] = candidates;
  if (address !== undefined) return success({ address, others });
  return failed(
    'No address in a local network was found: is this machine connected to one? ' +
      `Name an address with --lan-address. ${list(all.map((one) => one.address))}`,
  );
}

/**
 * Returns the address on which LiveKit receives media: the address in the local network, or loopback if that network is
 * not served. Tests use 127.0.0.2 and the like as local network; LiveKit can't listen there, because they belong to no
 * interface.
 */
export function mediaAddress(lanAddress: string | undefined): string {
  return lanAddress === undefined || lanAddress.startsWith('127.') ? '127.0.0.1' : lanAddress;
}

function list(addresses: string[]): string {
  return `This machine has: ${addresses.join(', ') || 'none'}.`;
}
