import { fine, look, wrong, type Finding } from '../finding.ts';
import { reachOf } from '../outside/addresses.ts';
import type { LivekitSettings } from './configuration.ts';

export interface AddressObservation {
  settings: Pick<LivekitSettings, 'nodeIp' | 'useExternalIp' | 'udpPort' | 'hasPortRange'>;
  /** What the running LiveKit tells who joins; `undefined` when nobody could join. */
  announced: readonly string[] | undefined;
  /** Where the page's name points, if it was given. */
  ofName: readonly string[];
}

/** The address in deploy/livekit.yaml, which is one for documentation (RFC 5737). */
const example = '203.0.113.10';

const restart = ['sudoedit /etc/first-room/livekit.yaml', 'sudo systemctl restart first-room-livekit'];

const setIt = ['rtc:', '  node_ip: <public IP of this server>', '  use_external_ip: false', ...restart];

/** Whether guests are told the address by which this machine is reached. */
export function judgeAddress({ settings, announced, ofName }: AddressObservation): Finding[] {
  return [judgeNodeIp(settings, announced, ofName), ...judgePorts(settings)];
}

function judgeNodeIp(
  { nodeIp, useExternalIp }: AddressObservation['settings'],
  announced: readonly string[] | undefined,
  ofName: readonly string[],
): Finding {
  const step = 'node_ip';
  if (useExternalIp) {
    return look(
      step,
      'use_external_ip asks STUN servers at every start, and wins over node_ip',
      'If they do not answer, LiveKit does not start. With a reserved public IP, write that instead.',
      setIt,
    );
  }
  if (nodeIp === undefined) {
    return wrong(
      step,
      'it is not set: guests are told the private address of this machine',
      'Write the public IP: the machine itself never sees it.',
      setIt,
    );
  }
  if (nodeIp === example) {
    return wrong(
      step,
      `it is still ${example}, the example's, which reaches nobody`,
      'Write the public IP.',
      setIt,
    );
  }
  if (reachOf(nodeIp) !== 'public') {
    return wrong(
      step,
      `it is ${nodeIp}, which guests on the internet can't reach`,
      'Write the public IP.',
      setIt,
    );
  }
  if (announced?.length === 0) {
    return wrong(
      step,
      `it is ${nodeIp}, but LiveKit announces no address at all`,
      'It finds no network interface that it may use: look at rtc.interfaces and rtc.ips, and at its log.',
      ['ip addr', 'sudo journalctl -u first-room-livekit --since -1h'],
    );
  }
  if (announced !== undefined && !announced.includes(nodeIp)) {
    return wrong(
      step,
      `it is ${nodeIp}, but the LiveKit that runs announces ${announced.join(', ')}`,
      'It was started before the file was changed: start it again.',
      restart,
    );
  }
  if (ofName.length === 0) return fine(step, nodeIp);
  return fine(
    step,
    ofName.includes(nodeIp)
      ? `${nodeIp}, where the name points, too`
      : `${nodeIp}; the name points to ${ofName.join(', ')}, which should be the load balancer`,
  );
}

function judgePorts({ udpPort, hasPortRange }: AddressObservation['settings']): Finding[] {
  const step = 'media ports';
  const one = ['rtc:', '  udp_port: 7882   # and no port_range_start, no port_range_end', ...restart];
  if (udpPort !== undefined && hasPortRange) {
    return [
      wrong(
        step,
        `udp_port (${String(udpPort)}) and port_range_start are both set: the range wins, whatever the log says`,
        'Take the range out.',
        one,
      ),
    ];
  }
  if (udpPort !== undefined) return [];
  return [
    look(
      step,
      'each connection has a UDP port of its own: the whole range has to be open',
      'One port for all is enough, and easier to open.',
      one,
    ),
  ];
}
