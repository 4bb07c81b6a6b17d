import { CannotStart } from './CannotStart.ts';
import { mediaAddress } from './lan/lanAddress.ts';
import { findFreePort, findPortProblems, type Port } from './ports.ts';

/** All ports that `npm start` opens. 0 means any free port (for tests). */
export interface Ports {
  app: number;
  /** The app over HTTPS for phones in the local network; opened only with --lan. */
  lan: number;
  /** LiveKit's signalling; on loopback, behind the app's port. */
  livekit: number;
  /** LiveKit's media over TCP; opened only with --lan. */
  livekitTcp: number;
  livekitUdp: number;
}

/** The ports that `npm start` opens if no option changes them. 7880 to 7882 are LiveKit's defaults. */
export const usualPorts: Ports = { app: 3000, lan: 3443, livekit: 7880, livekitTcp: 7881, livekitUdp: 7882 };

export const anyPorts: Ports = { app: 0, lan: 0, livekit: 0, livekitTcp: 0, livekitUdp: 0 };

/** Name of the command-line option that changes each port. */
export const portOptions = {
  app: 'port',
  lan: 'lan-port',
  livekit: 'livekit-port',
  livekitTcp: 'livekit-tcp-port',
  livekitUdp: 'livekit-udp-port',
} as const satisfies Record<keyof Ports, string>;

type NeededPort = Omit<Port, 'port' | 'option'> & { key: keyof Ports };

/**
 * Chooses the ports of `npm start` and checks that all of them can be opened, before any program is started. Throws
 * `CannotStart` and names those that can't.
 */
export async function choosePorts(wanted: Ports, lanAddress: string | undefined): Promise<Ports> {
  const chosen: Ports = { ...wanted };
  const needed = neededPorts(lanAddress);
  for (const { key, protocol, address } of needed) {
    if (chosen[key] === 0) chosen[key] = await findFreePort(protocol, address);
  }
  const ports = needed.map((one) =>
    Object.assign({ port: chosen[one.key], option: `--${portOptions[one.key]}` }, one),
  );
  const problems = await findPortProblems(ports);
  if (problems.length > 0) throw new CannotStart(problems.join('\n'));
  return chosen;
}

function neededPorts(lanAddress: string | undefined): NeededPort[] {
  const loopback = '127.0.0.1';
  const media = mediaAddress(lanAddress);
  const always: NeededPort[] = [
    { key: 'app', purpose: 'the app', protocol: 'tcp', address: loopback },
    { key: 'livekit', purpose: "LiveKit's signalling", protocol: 'tcp', address: loopback },
    { key: 'livekitUdp', purpose: "LiveKit's media", protocol: 'udp', address: media },
  ];
  if (lanAddress === undefined) return always;
  return [
    ...always,
    { key: 'lan', purpose: 'the app in the LAN', protocol: 'tcp', address: lanAddress },
    // This port has to be free on every address, because livekit-server opens it on all of them.
    { key: 'livekitTcp', purpose: "LiveKit's media", protocol: 'tcp', address: '0.0.0.0' },
  ];
}
