import { isIPv4 } from 'node:net';
import { fine, notTried, wrong, type Finding } from '../finding.ts';
import { applySettings, reinstall, setTokenSetting } from '../installCommands.ts';
import { reachOf } from '../outside/addresses.ts';
import type { HandlerSettings, InstallSettings, LivekitSettings } from './configuration.ts';
import type { ListeningSocket } from '../../common/socketTable.ts';

/**
 * The port on which nginx must listen: 443 when it has the certificate itself, 8080 behind a load balancer. Another
 * program may use the other port.
 */
const webPorts = { vm: [443], 'load-balancer': [8080] } as const;

/**
 * Judges the sockets on which LiveKit, the token handler and nginx listen.
 *
 * @param tls whether the VM or the load balancer has the certificate; `undefined` if install.sh's stored options do not
 * say
 */
export function judgeListeners(
  sockets: readonly ListeningSocket[],
  livekit: LivekitSettings,
  handler: HandlerSettings,
  tls: InstallSettings['tls'],
): Finding[] {
  const on = (protocol: 'tcp' | 'udp', port: number) =>
    sockets.filter((socket) => socket.protocol === protocol && socket.port === port);
  const hasPeers = livekit.redis !== undefined;
  const expected = tls === undefined ? Object.values(webPorts).flat() : webPorts[tls];
  const web = judgeWeb(
    expected,
    expected.filter((port) => on('tcp', port).length > 0),
  );
  const token = judgeInner('token handler', handler.port, on('tcp', handler.port), {
    unit: 'first-room-token',
    hasPeers,
    loopback: setTokenSetting('HOST'),
  });
  const ofLivekit = portsOf(livekit);
  if (ofLivekit.every(({ protocol, port }) => on(protocol, port).length === 0)) {
    const places = ofLivekit.map(({ protocol, port }) => `${String(port)}/${protocol}`);
    return [
      wrong(
        livekitRuns,
        `it is not running: nothing listens on ${places.join(', ')}`,
        'Start it. It ends with status 0 if its configuration is wrong; its log says why.',
        ['sudo systemctl restart first-room-livekit', 'sudo journalctl -u first-room-livekit --since -1h'],
      ),
      token,
      web,
    ];
  }
  return [
    judgeInner('signalling', livekit.signallingPort, on('tcp', livekit.signallingPort), {
      unit: 'first-room-livekit',
      hasPeers,
      loopback: [reinstall],
    }),
    token,
    ...(livekit.metricsPort === undefined
      ? []
      : [
          judgeInner('metrics', livekit.metricsPort, on('tcp', livekit.metricsPort), {
            unit: 'first-room-livekit',
            hasPeers,
            loopback: [reinstall],
          }),
        ]),
    livekit.udpPort === undefined || livekit.hasPortRange
      ? notTried('listens: UDP for media', 'each connection uses its own port; see "media ports"')
      : (judgeTaken(livekit, on('udp', livekit.udpPort)) ??
        judgeOuter('udp', livekit.udpPort, on('udp', livekit.udpPort))),
    ...(livekit.tcpPort === undefined
      ? []
      : [judgeOuter('tcp', livekit.tcpPort, on('tcp', livekit.tcpPort))]),
    web,
  ];
}

/**
 * Name of the step in which the doctor reports that LiveKit does not run at all. The doctor then does not also report
 * each of LiveKit's ports.
 */
export const livekitRuns = 'listens: LiveKit';

function portsOf({ signallingPort, metricsPort, udpPort, tcpPort }: LivekitSettings) {
  return [
    { protocol: 'tcp' as const, port: signallingPort },
    { protocol: 'tcp' as const, port: metricsPort },
    { protocol: 'udp' as const, port: udpPort },
    { protocol: 'tcp' as const, port: tcpPort },
  ].flatMap(({ protocol, port }) => (port === undefined ? [] : [{ protocol, port }]));
}

/**
 * Judges a port that only nginx may use, or in a cluster also the other nodes; the firewall and the cloud network keep
 * everybody else out.
 */
function judgeInner(
  name: string,
  port: number,
  sockets: readonly ListeningSocket[],
  { unit, loopback, hasPeers }: { unit: string; loopback: readonly string[]; hasPeers: boolean },
): Finding {
  const step = `listens: ${name}`;
  if (sockets.length === 0) {
    return wrong(
      step,
      `nothing listens on ${String(port)}/tcp`,
      'It is not running, or uses another port than its configuration says. Its log says why.',
      [`sudo systemctl restart ${unit}`, `sudo journalctl -u ${unit} --since -1h`],
    );
  }
  const open = sockets.filter(({ address }) =>
    hasPeers
      ? address !== '*' && reachOf(address) === 'public'
      : address === '*' || reachOf(address) !== 'loopback',
  );
  const list = sockets.map(({ address }) => `${address}:${String(port)}`).join(', ');
  if (open.length === 0) return fine(step, list);
  return wrong(
    step,
    `${list}: reachable from other machines, but only nginx should reach it`,
    'Let it listen on loopback only, and restart it.',
    loopback,
  );
}

/**
 * Judges a LiveKit that listens on several addresses of the machine. LiveKit makes a candidate with node_ip for each of
 * its own addresses, but keeps only the first one, whose order differs from start to start (livekit-server 1.13.5).
 * Media that arrives at another address is not answered, over TCP either.
 */
function judgeTaken({ nodeIp, useExternalIp }: LivekitSettings, sockets: readonly ListeningSocket[]) {
  const own = sockets.map(({ address }) => address).filter((address) => isIPv4(address));
  const reached = own.filter((address) => reachOf(address) !== 'loopback');
  if (nodeIp === undefined || useExternalIp || reached.length < 2) return undefined;
  return wrong(
    'listens: UDP for media',
    `at ${reached.join(' and ')}: LiveKit answers at only one of them, chosen at random at each start`,
    'Set the address that guests reach, to which the public address is translated. install.sh sets it, unless /etc/first-room/livekit.local.yaml has a section rtc: then set it there.',
    [
      'ip -4 route get 1.1.1.1   # behind "src": OWN_ADDRESS',
      "  ips: { includes: ['OWN_ADDRESS/32', '::/0'] }   # in a section rtc of livekit.local.yaml, if there is one",
      applySettings,
    ],
  );
}

/** Judges a port that guests need: LiveKit must listen there. */
function judgeOuter(protocol: 'udp' | 'tcp', port: number, sockets: readonly ListeningSocket[]): Finding {
  const step = `listens: ${protocol.toUpperCase()} for media`;
  const list = sockets.map(({ address }) => `${address}:${String(port)}`).join(', ');
  if (sockets.some(({ address }) => address === '*' || reachOf(address) !== 'loopback')) {
    return fine(step, `${list}/${protocol}`);
  }
  return wrong(
    step,
    list === ''
      ? `nothing listens on ${String(port)}/${protocol}`
      : `${list}/${protocol}: guests can't reach loopback`,
    'LiveKit is not running with this configuration. Restart it, and check its log.',
    ['sudo systemctl restart first-room-livekit', 'sudo journalctl -u first-room-livekit --since -1h'],
  );
}

function judgeWeb(expected: readonly number[], listening: readonly number[]): Finding {
  const step = 'listens: web server';
  if (listening.length > 0) return fine(step, listening.map((port) => `${String(port)}/tcp`).join(', '));
  return wrong(
    step,
    `nothing listens on ${expected.join(', ')}`,
    'nginx is not running. Its test says why.',
    ['sudo nginx -t', 'sudo systemctl restart nginx'],
  );
}
