import { connect } from 'node:net';
import { reinstall, setTokenSetting } from '../installCommands.ts';
import { fine, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { reachOf, withPort } from './addresses.ts';

/**
 * Ports that must be closed to guests: deploy/ opens them only to the server itself or to its private network. Each has
 * the name of its service.
 */
const closedPorts = [
  [5000, 'the token handler'],
  [6379, 'Redis'],
  [6789, "LiveKit's metrics"],
  [7880, "LiveKit's signalling and its API, without TLS"],
  [26379, 'Sentinel'],
] as const;

const connectMs = 3000;

/** A port at one of the server's addresses, and whether it is open. */
export interface PortObservation {
  address: string;
  port: number;
  isOpen: boolean;
}

/** Tries ports by opening a TCP connection to each and closing it again, without sending anything. */
export function tryPorts(
  addresses: readonly string[],
  ports: readonly number[] = closedPorts.map(([port]) => port),
): Promise<PortObservation[]> {
  return Promise.all(
    addresses.flatMap((address) =>
      ports.map(async (port) => ({ address, port, isOpen: await isOpen(address, port) })),
    ),
  );
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMs });
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/**
 * Tries from outside whether the server's inner ports, which guests must not reach, are open.
 *
 * @param addresses addresses of the page's name, or additional ones that LiveKit announces
 * @param used ports that guests need, and that the doctor therefore does not report when they are open
 */
export async function examinePorts(
  addresses: readonly string[],
  used: readonly number[],
  isOnServer: boolean,
): Promise<Finding> {
  const step = 'inner ports';
  const outer = [...new Set(addresses)].filter((address) => reachOf(address) !== 'loopback');
  if (outer.length === 0) return notApplicable(step, 'the room is on this machine only');
  if (isOnServer) return notTried(step, 'only another machine can tell whether they are open to it');
  const ports = closedPorts.map(([port]) => port).filter((port) => !used.includes(port));
  return judgePorts(await tryPorts(outer, ports));
}

export function judgePorts(observed: readonly PortObservation[]): Finding {
  const step = 'inner ports';
  const open = observed.filter((one) => one.isOpen);
  if (open.length === 0) {
    return fine(step, `closed: ${[...new Set(observed.map(({ port }) => port))].join(', ')}`);
  }
  const places = open.map(({ address, port }) => {
    const what = closedPorts.find(([known]) => known === port)?.[1];
    return what === undefined ? withPort(address, port) : `${withPort(address, port)} (${what})`;
  });
  return wrong(
    step,
    `open to strangers: ${places.join(', ')}`,
    "Close them in the cloud's rules (security list or network security group) and in the system's firewall: guests need 443/tcp, 7881/tcp and 7882/udp alone. Let the services listen on 127.0.0.1 or the private network only.",
    [
      'sudo ss -ltnp',
      `${reinstall}   # LiveKit, as the release has it`,
      ...setTokenSetting('HOST').map((line) => `${line}   # the token handler, where there is one VM alone`),
    ],
  );
}
