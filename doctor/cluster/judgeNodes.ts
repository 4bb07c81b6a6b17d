import { fine, look, wrong, type Finding } from '../finding.ts';
import { setPublicIp } from '../installCommands.ts';
import { reachOf } from '../outside/addresses.ts';
import type { Registry } from './readRedis.ts';
import { silentSeconds, type RegisteredNode } from './registeredNode.ts';

/** The nodes registered in Redis, read twice: a living node has updated its entry in between. */
export interface NodesObservation {
  before: Registry;
  after: Registry;
  /** The address (`node_ip`) that LiveKit on this machine announces. */
  ownIp: string | undefined;
}

export function judgeNodes({ before, after, ownIp }: NodesObservation): Finding[] {
  const living = livingNodes({ before, after });
  const leftOver = after.nodes.filter(
    (node) => !living.includes(node) && isReplaced(node, living, after.nodes),
  );
  const all = after.nodes.filter((node) => !leftOver.includes(node));
  return [
    judgeOwn(all, ownIp),
    ...all.map((node) => judgeNode(node, nameOf(node, all), before, after.readAtSeconds)),
    ...leftOver.map(({ id, ip }) =>
      fine(`node ${id}`, `an earlier run of ${ip}; its entry is removed when a LiveKit starts`),
    ),
    ...judgeAddresses(all),
  ];
}

/**
 * Tells whether another node with the same address is alive, or has died later. LiveKit takes a new id at each start, and
 * when it is killed its old entry stays in Redis (livekit-server 1.13.5).
 */
function isReplaced(
  { id, ip, updatedAt }: RegisteredNode,
  living: readonly RegisteredNode[],
  all: readonly RegisteredNode[],
): boolean {
  if (reachOf(ip) === 'loopback') return false;
  const isLater = (one: RegisteredNode) =>
    one.updatedAt > updatedAt || (one.updatedAt === updatedAt && one.id > id);
  return all.some((one) => one.ip === ip && (living.includes(one) || isLater(one)));
}

/** Returns the nodes that have updated their entries between the two readings. */
export function livingNodes({ before, after }: Pick<NodesObservation, 'before' | 'after'>): RegisteredNode[] {
  return after.nodes.filter((node) => !isSilent(node, before));
}

/** Returns a node's name for the report: its address if no other node has the same one, else its id. */
export function nameOf({ id, ip }: RegisteredNode, all: readonly RegisteredNode[]): string {
  return all.filter((other) => other.ip === ip).length > 1 ? `node ${id}` : `node ${ip}`;
}

function judgeOwn(all: readonly RegisteredNode[], ownIp: string | undefined): Finding {
  const step = 'nodes';
  if (all.length === 0 || (ownIp !== undefined && !all.some(({ ip }) => ip === ownIp))) {
    return wrong(
      step,
      all.length === 0
        ? 'none is registered in Redis'
        : `this machine's (${ownIp ?? ''}) is not among those in Redis: ${all.map(({ ip }) => ip).join(', ')}`,
      'Its LiveKit is not running, or runs with an earlier configuration and then has separate rooms.',
      ['sudo systemctl restart first-room-livekit', 'sudo journalctl -u first-room-livekit --since -1h'],
    );
  }
  return fine(step, `${String(all.length)} in Redis: ${all.map(({ ip }) => ip).join(', ')}`);
}

function isSilent({ id, updatedAt }: RegisteredNode, before: Registry): boolean {
  return before.nodes.some((node) => node.id === id && node.updatedAt >= updatedAt);
}

function judgeNode(node: RegisteredNode, step: string, before: Registry, now: number): Finding {
  const age = now - node.updatedAt;
  if (isSilent(node, before)) {
    return wrong(
      step,
      `${node.id} has not reported for ${String(Math.round(age))} s: it is dead, or can't reach Redis`,
      'Returning guests open its rooms on another node. Start it, or open its path to Redis. A stale entry is removed when a LiveKit starts.',
      [
        'sudo systemctl status first-room-livekit   # on that machine',
        'sudo systemctl restart first-room-livekit',
      ],
    );
  }
  if (Math.abs(age) >= silentSeconds) {
    return wrong(
      step,
      `its clock is ${String(Math.abs(Math.round(age)))} s ${age > 0 ? 'behind' : 'ahead of'} Redis'`,
      age > 0
        ? 'The other nodes consider it dead and open no room there. Synchronise its clock by NTP.'
        : 'When it dies, the others go on sending guests to it for that long. Synchronise its clock by NTP.',
      ['timedatectl   # on that machine', 'sudo timedatectl set-ntp true'],
    );
  }
  const load = `${String(node.rooms)} rooms, ${String(node.people)} people, ${(node.cpuLoad * 100).toFixed(0)} % CPU`;
  if (!node.isDraining) return fine(step, `${node.id}: ${load}`);
  return look(
    step,
    `${node.id} accepts no new rooms, and ends with its last call: ${load}`,
    'It was told to stop (SIGTERM). If this was not intended, restart it. A second SIGTERM would disconnect its guests for good, so the command kills it: they are back within ten seconds.',
    ['sudo first-room restart --now   # on that machine'],
  );
}

/**
 * Reports nodes that announce the same address to guests, which happens when a configuration was copied to another
 * machine.
 */
function judgeAddresses(all: readonly RegisteredNode[]): Finding[] {
  const doubles = [...new Set(all.map(({ ip }) => ip))].filter(
    // Nodes on loopback may have the same address, because they share one machine and have different ports.
    (ip) => reachOf(ip) !== 'loopback' && all.filter((node) => node.ip === ip).length > 1,
  );
  return doubles.map((ip) =>
    wrong(
      'nodes: addresses',
      `${String(all.filter((node) => node.ip === ip).length)} nodes announce the same address, ${ip}`,
      "Guests of one of them send to the other. Give each its own machine's public IP.",
      [`${setPublicIp}   # on each of them, with its own`],
    ),
  );
}
