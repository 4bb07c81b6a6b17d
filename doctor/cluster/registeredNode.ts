import { proto3, ScalarType, type Message } from '@bufbuild/protobuf';

/** A LiveKit node's entry in Redis, which it updates every two seconds. */
export interface RegisteredNode {
  id: string;
  /** The address (`node_ip`) that the node announces. */
  ip: string;
  isDraining: boolean;
  /** Time of the last update by the node's own clock, in seconds since 1970. */
  updatedAt: number;
  rooms: number;
  people: number;
  /** Load of all the node's processors together, from 0 to 1. */
  cpuLoad: number;
}

/**
 * Time after which LiveKit considers a node dead whose entry has not been updated (`AvailableSeconds`, livekit-server
 * 1.13.5). LiveKit compares the entry with its own clock.
 */
export const silentSeconds = 5;

interface NodeStats extends Message<NodeStats> {
  updatedAt: bigint;
  numRooms: number;
  numClients: number;
  cpuLoad: number;
}

interface Node extends Message<Node> {
  id: string;
  ip: string;
  stats?: NodeStats;
  state: number;
}

/**
 * The fields of a node's entry that the doctor reads. Their numbers are those of livekit_internal.proto (protocol 1.50,
 * as in livekit-server 1.13.5), which @livekit/protocol does not contain.
 */
const nodeStats = proto3.makeMessageType<NodeStats>('livekit.NodeStats', () => [
  { no: 2, name: 'updated_at', kind: 'scalar', T: ScalarType.INT64 },
  { no: 3, name: 'num_rooms', kind: 'scalar', T: ScalarType.INT32 },
  { no: 4, name: 'num_clients', kind: 'scalar', T: ScalarType.INT32 },
  { no: 21, name: 'cpu_load', kind: 'scalar', T: ScalarType.FLOAT },
]);
const nodeType = proto3.makeMessageType<Node>('livekit.Node', () => [
  { no: 1, name: 'id', kind: 'scalar', T: ScalarType.STRING },
  { no: 2, name: 'ip', kind: 'scalar', T: ScalarType.STRING },
  { no: 4, name: 'stats', kind: 'message', T: nodeStats },
  { no: 6, name: 'state', kind: 'scalar', T: ScalarType.INT32 },
]);

/** The number in the field `state` of a node that is shutting down (LiveKit's NodeState.SHUTTING_DOWN). */
const shuttingDown = 2;

/**
 * Parses a node's entry in Redis.
 *
 * @returns `undefined` if the bytes are not such an entry
 */
export function parseRegisteredNode(bytes: Uint8Array): RegisteredNode | undefined {
  try {
    const { id, ip, stats, state } = nodeType.fromBinary(bytes);
    if (id === '' || stats === undefined) return undefined;
    return {
      id,
      ip,
      isDraining: state === shuttingDown,
      updatedAt: Number(stats.updatedAt),
      rooms: stats.numRooms,
      people: stats.numClients,
      cpuLoad: stats.cpuLoad,
    };
  } catch {
    return undefined;
  }
}
