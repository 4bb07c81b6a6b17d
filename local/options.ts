import { isIPv4 } from 'node:net';
import { parseArgs } from 'node:util';
import { failed, success, type Result } from '../common/result.ts';
import { portOptions, usualPorts, type Ports } from './choosePorts.ts';

/** The parsed command line of `npm start` or `npm run dev`. */
export type Options = { kind: 'help' } | StartOptions;

export interface StartOptions {
  kind: 'start';
  dev: boolean;
  /** Whether to open the room's page in the browser when the room is ready. */
  isOpened: boolean;
  verbose: boolean;
  lan: { address: string | undefined; isOpen: boolean } | undefined;
  /** Number of LiveKit nodes to start. */
  nodes: number;
  ports: Ports;
}

/** Greatest number of LiveKit nodes: as many as one machine can run to try out how a cluster behaves. */
const mostNodes = 5;

export const help = `First Room: a LiveKit server, the token handler and the app, on this machine.

  npm start                      the app as it is built
  npm run dev                    the app from its sources, with hot reload

Options (after --, as in: npm start -- --lan)

  --lan                          also serve phones in the same network, over HTTPS; the room gets a key, which the
                                 printed addresses and the QR code carry (ROOM_KEY sets your own)
  --lan-address <address>        the same, on this address of the machine
  --open                         with --lan: no key, so everybody in the network can join
  --nodes <number>               several LiveKit nodes (2 to ${String(mostNodes)}) with Redis, HAProxy and two token handlers: to
                                 see what guests notice when one of them is killed
  --port <port>                  the app's port (${String(usualPorts.app)})
  --lan-port <port>              the app's HTTPS port in the LAN (${String(usualPorts.lan)})
  --livekit-port <port>          LiveKit's signalling, on loopback only (${String(usualPorts.livekit)})
  --livekit-udp-port <port>      LiveKit's media (${String(usualPorts.livekitUdp)})
  --livekit-tcp-port <port>      LiveKit's media over TCP, only with --lan (${String(usualPorts.livekitTcp)})
  --no-open                      do not open the room in the browser
  --verbose                      show everything that LiveKit and the token handler write
  --help                         show this

Variables

  ROOMS, ROOM_KEY, MAX_PARTICIPANTS, RATE_LIMIT_PER_MINUTE    passed on to the token handler
  LIVEKIT_SERVER          the livekit-server to use
  LIVEKIT_DOWNLOAD_BASE   a mirror of LiveKit's release page
  FIRST_ROOM_CACHE        where livekit-server and the LAN certificate are kept`;

/**
 * Parses the command line.
 *
 * @returns the options, or a sentence about what is invalid
 */
export function parseOptions(args: readonly string[]): Result<Options, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values } = parsed.value;
  if (values.help) return success({ kind: 'help' });

  const ports = { ...usualPorts };
  for (const key of Object.keys(portOptions).filter(isPortKey)) {
    const text = values[portOptions[key]];
    if (text === undefined) continue;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (port < 1 || port > 65_535) {
      return failed(`--${portOptions[key]} takes a number from 1 to 65535, not "${text}".`);
    }
    ports[key] = port;
  }

  const address = values['lan-address'];
  if (address !== undefined && !isIPv4(address)) {
    return failed(`--lan-address takes an IPv4 address such as 192.168.1.20, not "${address}".`);
  }
  const nodes = /^\d$/.test(values.nodes) ? Number(values.nodes) : 0;
  if (nodes < 1 || nodes > mostNodes) {
    return failed(`--nodes takes a number from 1 to ${String(mostNodes)}, not "${values.nodes}".`);
  }
  const hasLan = values.lan || address !== undefined;
  if (values.open && !hasLan) {
    return failed('--open goes together with --lan. Without --lan the room is open to this machine alone.');
  }
  return success({
    kind: 'start',
    dev: values.dev,
    isOpened: !values['no-open'],
    verbose: values.verbose,
    lan: hasLan ? { address, isOpen: values.open } : undefined,
    nodes,
    ports,
  });
}

function parse(args: readonly string[]) {
  try {
    return success(
      parseArgs({
        args: [...args],
        options: {
          dev: { type: 'boolean', default: false },
          lan: { type: 'boolean', default: false },
          'lan-address': { type: 'string' },
          open: { type: 'boolean', default: false },
          nodes: { type: 'string', default: '1' },
          [portOptions.app]: { type: 'string' },
          [portOptions.lan]: { type: 'string' },
          [portOptions.livekit]: { type: 'string' },
          [portOptions.livekitTcp]: { type: 'string' },
          [portOptions.livekitUdp]: { type: 'string' },
          'no-open': { type: 'boolean', default: false },
          verbose: { type: 'boolean', default: false },
          help: { type: 'boolean', default: false },
        },
      }),
    );
  } catch (error) {
    // Keeps the first sentence of parseArgs' message, which names the option. The second one is a hint about quoting.
    const message = error instanceof Error ? error.message : String(error);
    return failed(`${message.split('. ', 1)[0] ?? message}.`.replace('..', '.'));
  }
}

function isPortKey(key: string): key is keyof Ports {
  return key in portOptions;
}
