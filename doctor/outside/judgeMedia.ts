import { linesToOpen, portsToOpen, type Port } from '../../common/openPort.ts';
import { fine, look, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import type { Candidate } from '../join/candidate.ts';
import type { AddressOutcome } from '../join/checkAddress.ts';
import { reinstall, setPublicIp } from '../installCommands.ts';
import type { TlsEnd } from './tlsEnd.ts';
import { reachOf, withPort, type Reach } from './addresses.ts';

/** An address that LiveKit announces for media, and the result of trying it. */
export interface MediaObservation {
  candidate: Candidate;
  outcome: AddressOutcome;
}

/** What is known about both ends of a media connection, guests and server. */
export interface MediaScene {
  /** How far away guests may be, judging by the addresses to which the room's domain name leads. */
  guests: Reach;
  /**
   * Whether the doctor runs on the server itself. The server may be unable to reach its own public address because of
   * NAT (whether OCI supports that is unknown), so there silence means nothing.
   */
  isOnServer: boolean;
  /** The addresses to which the room's domain name leads. */
  ofName?: readonly string[];
  tlsEnds?: TlsEnd | undefined;
}

export function judgeMedia(observed: readonly MediaObservation[], scene: MediaScene): Finding[] {
  const { guests, isOnServer } = scene;
  if (observed.length === 0) {
    return [
      wrong(
        'media',
        'LiveKit announces no address for video and audio',
        "It found no address that it may use. Give it the server's public address; install.sh also writes the ports.",
        [setPublicIp],
      ),
    ];
  }
  const reachable = observed.filter(({ candidate }) => isForGuests(candidate.address, guests));
  const mixedUp = judgeMixUp(reachable, scene);
  if (mixedUp !== undefined) return [mixedUp, ...judgeTcp(observed, guests)];
  const findings = observed.map((one) => {
    if (one.outcome.kind === 'answers') return judgeAnswer(one.candidate, one.outcome.ms);
    if (!reachable.includes(one)) {
      return notApplicable(
        stepOf(one.candidate),
        `${placeOf(one.candidate)} is not for guests on the internet`,
      );
    }
    return isOnServer && guests === 'public'
      ? notTried(
          stepOf(one.candidate),
          `${placeOf(one.candidate)} is its own address: try it from another machine`,
        )
      : judgeFailure(one.candidate, one.outcome);
  });
  return [judgeAnnounced(observed, reachable, guests), ...findings, ...judgeTcp(observed, guests)];
}

/**
 * Reports that LiveKit announces the load balancer's address instead of the server's: the room's domain name leads to
 * this address, but no media port answers there. On the server itself silence means nothing; judgeAddress.ts covers
 * that case.
 */
function judgeMixUp(
  reachable: readonly MediaObservation[],
  { isOnServer, ofName = [], tlsEnds }: MediaScene,
): Finding | undefined {
  const isOfName =
    reachable.length > 0 && reachable.every(({ candidate }) => ofName.includes(candidate.address));
  const isSilent = reachable.every(({ outcome }) => outcome.kind !== 'answers');
  if (isOnServer || tlsEnds !== 'load balancer' || !isOfName || !isSilent) return undefined;
  const [first] = reachable;
  return wrong(
    'announced addresses',
    `LiveKit announces ${first?.candidate.address ?? ''} for video and audio, which is the load balancer's: the page's name points there, and no media port answers`,
    "No load balancer passes media on. Tell LiveKit the server's own reserved public IP; opening ports does not help.",
    [setPublicIp],
  );
}

export function isForGuests(address: string, guests: Reach): boolean {
  const reach = reachOf(address);
  return guests === 'loopback' || reach === 'public' || reach === guests;
}

function judgeAnnounced(
  observed: readonly MediaObservation[],
  reachable: readonly MediaObservation[],
  guests: Reach,
): Finding {
  const step = 'announced addresses';
  const list = (some: readonly MediaObservation[]) =>
    [...new Set(some.map(({ candidate }) => candidate.address))].join(', ');
  if (reachable.length === 0) {
    return wrong(
      step,
      `LiveKit announces ${list(observed)} only, which guests on the internet can't reach`,
      "Give LiveKit the server's public address, and restart it. (The server itself does not have that address: the cloud translates it.)",
      [setPublicIp],
    );
  }
  if (guests !== 'loopback' && reachable.length < observed.length) {
    return fine(
      step,
      `${list(reachable)} (and ${list(observed.filter((one) => !reachable.includes(one)))}, for guests inside)`,
    );
  }
  return fine(step, list(observed));
}

function stepOf({ protocol }: Candidate): string {
  return `media over ${protocol.toUpperCase()}`;
}

function placeOf({ address, port }: Candidate): string {
  return withPort(address, port);
}

function judgeAnswer(candidate: Candidate, ms: number): Finding {
  const { to } = portsToOpen(candidate);
  const others = to === undefined ? '' : '; it is one port of a range, and the others were not tried';
  return fine(stepOf(candidate), `${placeOf(candidate)} answers in ${ms.toFixed(0)} ms${others}`);
}

/**
 * Judges an address at which LiveKit does not answer. The finding has the command lines that open the address's port.
 */
export function judgeFailure(
  candidate: Candidate,
  outcome: Exclude<AddressOutcome, { kind: 'answers' }>,
  step = stepOf(candidate),
): Finding {
  const { protocol, port } = candidate;
  const place = placeOf(candidate);
  if (outcome.kind === 'refused' && (outcome.code === 'ENETUNREACH' || outcome.code === 'EADDRNOTAVAIL')) {
    return notTried(step, `${place} can't be reached from this machine's network`);
  }
  const ports = portsToOpen(candidate);
  const open = linesToOpen(ports);
  const lines = [`OCI: ${open.oci}`, `Oracle Linux: ${open.oracleLinux}`, `Ubuntu: ${open.ubuntu}`];
  const mirror = [
    `OCI, where that rule exists and is stateless: ${mirrorRule(ports)}`,
    `nstat -n; sleep 20; nstat -z ${protocol === 'udp' ? 'UdpInDatagrams UdpOutDatagrams' : 'TcpInSegs TcpOutSegs'}   # on the server, while the doctor runs elsewhere`,
  ];
  const range =
    ports.to === undefined
      ? ''
      : ' LiveKit gives each connection a port from port_range_start to port_range_end of livekit.yaml: open all of them (50000 to 60000 is its default), or set udp_port instead.';
  const otherwise =
    protocol === 'udp'
      ? " If both are open, this machine's network may block UDP: try from another one."
      : '';
  switch (outcome.kind) {
    case 'silent':
      return wrong(
        step,
        `${place} does not answer: a firewall drops what is sent there`,
        `Open the port in the cloud's rules and in the system's firewall; a packet must pass both. A stateless OCI rule lets no answers out: it needs a mirror. If the counts on the server rise, packets arrive, and the mirror is missing.${range}${otherwise}`,
        [...lines, ...mirror],
      );
    case 'stranger':
      return wrong(
        step,
        `${place} accepts connections, but LiveKit does not answer there`,
        'Another program uses the port, or a load balancer is in front of it: media must reach the server directly.',
        [`sudo ss -ltnp 'sport = :${String(port)}'`],
      );
    case 'refused':
      break;
  }
  return outcome.code === 'ECONNREFUSED'
    ? wrong(
        step,
        `${place} is refused: nothing listens there, or it is not the server's address`,
        "Does LiveKit use this port, and is the announced address (node_ip) the server's? A firewall that rejects looks the same.",
        [
          `sudo ss -lnp 'sport = :${String(port)}'`,
          'grep -n "node_ip\\|_port" /etc/first-room/livekit.yaml',
          ...lines,
        ],
      )
    : wrong(
        step,
        `${place} is rejected (${outcome.code}): the system's firewall rejects it`,
        `Ubuntu's images on OCI end with a REJECT rule: a rule behind it is never reached, so it has to come before.${range}`,
        lines,
      );
}

/** Returns the egress rule that a stateless ingress rule needs for its answers, in the words of OCI's console. */
function mirrorRule({ protocol, port, to }: Port): string {
  const ports = to === undefined ? String(port) : `${String(port)}-${String(to)}`;
  return `Egress, stateless: yes, destination CIDR 0.0.0.0/0, IP protocol ${protocol.toUpperCase()}, source port range: ${ports}, destination port range: all`;
}

/** Judges whether LiveKit announces media over TCP, which guests need whose networks block UDP. */
function judgeTcp(observed: readonly MediaObservation[], guests: Reach): Finding[] {
  if (observed.some(({ candidate }) => candidate.protocol === 'tcp')) return [];
  if (guests === 'loopback') return [notApplicable('media over TCP', 'on loopback no UDP packets are lost')];
  return [
    look(
      'media over TCP',
      "none is announced: guests whose network lets no UDP out can't join",
      "Set LiveKit's TCP port, and open it: install.sh does both on the server.",
      [reinstall],
    ),
  ];
}
