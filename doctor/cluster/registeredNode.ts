import { proto3, ScalarType, type Message } from '@bufbuild/protobuf';

/** A LiveKit node's entry in Redis, which it updates every two seconds. */
export interface RegisteredNode {
  id: string;
  /** The node's `node_ip`. */
  ip: string;
  isDraining: boolean;
  /** By the node's own clock, in seconds since 1970. */
  updatedAt: number;
  rooms: number;
  people: number;
  /** Load of all its processors, 0 to 1. */
  cpuLoad: number;
}

/**
 * LiveKit considers a node dead that was silent for this long by its clock (`AvailableSeconds`, livekit-server 1.13.5).
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
 * Only the fields that are used here. Their numbers are those of livekit_internal.proto (protocol 1.50, as in
 * livekit-server 1.13.5), which @livekit/protocol does not contain.
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

/** NodeState.SHUTTING_DOWN */
const shuttingDown = 2;

/** @returns `undefined` if the bytes are not a LiveKit node */
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
