import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { failed, success, type Result } from '../../common/result.ts';

export interface LanAddress {
  address: string;
  /** Others that could have been meant. */
  others: string[];
}

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Interfaces that lead to containers, virtual machines and tunnels rather than to a phone. */
const virtual =
  /^(docker|br-|bridge|veth|virbr|vmnet|vboxnet|podman|cni|flannel|cali|lxc|lxd|tun|tap|utun|wg|ppp|tailscale|zt|vEthernet|awdl|llw)/i;

/** The addresses that routers at home and in offices give (RFC 1918). */
const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/**
 * The address under which a phone in the same network reaches this machine.
 *
 * @param wanted as given with --lan-address
 * @returns or a sentence why there is none
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
  // All of 127.0.0.0/8 is this machine's, though only 127.0.0.1 is listed.
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
 * Where LiveKit takes media for those who reach us at `lanAddress` (none: only this machine). 127.0.0.2 and
 * the like (tests) are no address of an interface: LiveKit can't listen there.
 */
export function mediaAddress(lanAddress: string | undefined): string {
  return lanAddress === undefined || lanAddress.startsWith('127.') ? '127.0.0.1' : lanAddress;
}

function list(addresses: string[]): string {
  return `This machine has: ${addresses.join(', ') || 'none'}.`;
}
