import { fine, look, wrong, type Finding } from '../finding.ts';
import { reachOf } from '../outside/addresses.ts';
import { getCertificate, reinstall, setPublicIp } from '../installCommands.ts';
import type { InstallSettings, LivekitSettings } from './configuration.ts';

export interface AddressObservation {
  settings: Pick<LivekitSettings, 'nodeIp' | 'useExternalIp' | 'udpPort' | 'hasPortRange' | 'redis'>;
  /** The addresses that the running LiveKit announced when the doctor joined; `undefined` when the join failed. */
  announced: readonly string[] | undefined;
  /** The addresses to which the room's domain name leads; none if no name was given. */
  ofName: readonly string[];
  /** The addresses of this machine's network interfaces. */
  ofMachine: readonly string[];
  installed: Pick<InstallSettings, 'publicIp' | 'tls'>;
  /** Whether a server at the room's domain name answers over TLS; `undefined` if no name was given. */
  isNameAnswered: boolean | undefined;
}

/**
 * The example address in deploy/livekit.yaml, which is reserved for documentation (RFC 5737) and has to be replaced.
 */
const example = '203.0.113.10';

const restart = ['sudo systemctl restart first-room-livekit'];

const setIt = [setPublicIp];

/** Judges whether LiveKit tells guests an address at which they can reach it. */
export function judgeAddress(observed: AddressObservation): Finding[] {
  return [judgeNodeIp(observed), ...judgePorts(observed.settings)];
}

function judgeNodeIp(observed: AddressObservation): Finding {
  const { settings, announced, ofMachine } = observed;
  const { nodeIp, useExternalIp } = settings;
  const step = 'node_ip';
  if (useExternalIp) {
    return look(
      step,
      'use_external_ip queries STUN servers at every start, and overrides node_ip',
      'If they do not answer, LiveKit does not start. If you have a reserved public IP, set that instead.',
      setIt,
    );
  }
  if (nodeIp === undefined) {
    return wrong(
      step,
      'it is not set: guests get the private address of this machine',
      "Set the public IP: the machine itself can't see it.",
      setIt,
    );
  }
  if (nodeIp === example) {
    return wrong(step, `it is still ${example}, the example's address`, 'Set the public IP.', setIt);
  }
  if (reachOf(nodeIp) !== 'public') {
    return wrong(
      step,
      ofMachine.includes(nodeIp)
        ? `it is ${nodeIp}, this machine's private address, which guests on the internet can't reach`
        : `it is ${nodeIp}, which guests on the internet can't reach`,
      'Set the public IP.',
      setIt,
    );
  }
  if (announced?.length === 0) {
    return wrong(
      step,
      `it is ${nodeIp}, but LiveKit announces no address at all`,
      'It finds no network interface that it may use: check rtc.interfaces, rtc.ips and its log.',
      ['ip addr', 'sudo journalctl -u first-room-livekit --since -1h'],
    );
  }
  // This check is skipped if LiveKit uses Redis: then the room of the connection check may be on another node, which
  // announces its own address.
  if (announced !== undefined && settings.redis === undefined && !announced.includes(nodeIp)) {
    return wrong(
      step,
      `it is ${nodeIp}, but the running LiveKit announces ${announced.join(', ')}`,
      'It was started before the file changed: restart it.',
      restart,
    );
  }
  return judgeWhose(nodeIp, observed);
}

/** Judges whose address node_ip is: that of the room's domain name, of the load balancer or of the server itself. */
function judgeWhose(nodeIp: string, { ofName, installed, isNameAnswered }: AddressObservation): Finding {
  const step = 'node_ip';
  const names = ofName.join(', ');
  if (installed.publicIp !== undefined && installed.publicIp !== nodeIp) {
    return look(
      step,
      `it is ${nodeIp}, but install.sh was told ${installed.publicIp}, which the next update restores`,
      'Give install.sh the right one.',
      setIt,
    );
  }
  if (ofName.length === 0) return fine(step, nodeIp);
  if (ofName.every((address) => reachOf(address) !== 'public')) {
    return wrong(
      step,
      `it is ${nodeIp}, but the name points to ${names}, a private address`,
      "At your DNS provider, point the name to the load balancer's public address (or to this server's, where there is no load balancer).",
      ['dig +short NAME'],
    );
  }
  const isSame = ofName.includes(nodeIp);
  if (installed.tls === 'load-balancer' && isSame && isNameAnswered !== undefined) {
    return isNameAnswered
      ? wrong(
          step,
          `it is ${nodeIp}, the load balancer's address: the name points there, and TLS ends there`,
          'Load balancers do not forward media. Set the public IP of this server itself.',
          setIt,
        )
      : wrong(
          step,
          `the name points to ${nodeIp}, this server's own address, where nothing ends TLS`,
          "At your DNS provider, point the name to the load balancer's public address. Without a load balancer the certificate has to be on this server.",
          [getCertificate()],
        );
  }
  if (installed.tls === 'vm' && !isSame) {
    return look(
      step,
      `it is ${nodeIp}, but the name points to ${names}, and the certificate is on this server`,
      "Without a load balancer both are this server's public address: let the name point to it, or tell install.sh the right one.",
      setIt,
    );
  }
  return fine(
    step,
    isSame
      ? `${nodeIp}, where the name points as well`
      : `${nodeIp}; the name points to ${names}, which should be the load balancer`,
  );
}

function judgePorts({ udpPort, hasPortRange }: AddressObservation['settings']): Finding[] {
  const step = 'media ports';
  const one = [reinstall];
  if (udpPort !== undefined && hasPortRange) {
    return [
      wrong(
        step,
        `udp_port (${String(udpPort)}) and port_range_start are both set: LiveKit uses the range, whatever its log says`,
        "Remove the range: install.sh writes the release's file again.",
        one,
      ),
    ];
  }
  if (udpPort !== undefined) return [];
  return [
    look(
      step,
      'each connection uses its own UDP port: the whole range must be open',
      "One port for all is enough, and easier to open: install.sh writes the release's file again.",
      one,
    ),
  ];
}
