import { nameOf } from './announced.ts';
import type { Path, Received } from './facts.ts';

/** An object in the report of getStats (https://www.w3.org/TR/webrtc-stats/). Its fields depend on its type. */
export type Stats = Readonly<Record<string, unknown>>;

/** The server's RTCP reports on the tracks of one kind that this page sends; `undefined` before the first report. */
export function readReceived(stats: readonly Stats[], kind: 'audio' | 'video'): Received | undefined {
  const reports = stats.filter((one) => one['type'] === 'remote-inbound-rtp' && one['kind'] === kind);
  if (reports.length === 0) return undefined;
  const sent = stats.filter((one) => one['type'] === 'outbound-rtp' && one['kind'] === kind);
  const packets = sum(sent, 'packetsSent');
  const lost = Math.max(0, sum(reports, 'packetsLost'));
  return {
    packets: packets - lost,
    lostShare: packets > 0 ? Math.min(1, lost / packets) : 0,
    jitterMs: Math.round(Math.max(...reports.map((one) => numberIn(one, 'jitter'))) * 1000),
  };
}

/** The network path that the connection uses, read from its candidate pair. */
export function readPath(stats: readonly Stats[]): Path | undefined {
  const byId = new Map(stats.map((one) => [one['id'], one]));
  const chosen = stats.find((one) => one['type'] === 'transport')?.['selectedCandidatePairId'];
  // Firefox has no statistics of type `transport`, so the nominated candidate pair is taken.
  const pair =
    byId.get(chosen) ?? stats.find((one) => one['type'] === 'candidate-pair' && one['nominated'] === true);
  const local = byId.get(pair?.['localCandidateId']);
  const remote = byId.get(pair?.['remoteCandidateId']);
  if (!pair || !local || !remote) return undefined;
  const protocol = remote['protocol'] === 'tcp' ? 'tcp' : 'udp';
  const address = typeof remote['address'] === 'string' ? remote['address'] : '';
  return {
    protocol: local['candidateType'] === 'relay' ? 'turn' : protocol,
    name: nameOf({ protocol, address, port: numberIn(remote, 'port') }),
    roundTripMs: Math.max(1, Math.round(numberIn(pair, 'currentRoundTripTime') * 1000)),
  };
}

function sum(stats: readonly Stats[], field: string): number {
  return stats.reduce((total, one) => total + numberIn(one, field), 0);
}

function numberIn(stats: Stats, field: string): number {
  const value = stats[field];
  return typeof value === 'number' ? value : 0;
}
