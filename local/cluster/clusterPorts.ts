import { CannotStart } from '../CannotStart.ts';
import { portOptions, type Ports } from '../choosePorts.ts';
import { findFreePorts, findPortProblems, type Port } from '../ports.ts';

/** Ports that only a start with several LiveKit nodes opens. All are on loopback except those for media. */
export interface ClusterPorts {
  redis: number;
  /**
   * The load balancer's port for the token handlers. For LiveKit the load balancer has the port that LiveKit itself has
   * in a start with one node.
   */
  balancedToken: number;
  nodes: readonly NodePorts[];
  tokenHandlers: readonly number[];
}

interface NodePorts {
  signalling: number;
  udp: number;
  tcp: number;
}

/**
 * Distance between the media ports of two nodes: 7882, 7892, 7902. So the nodes' firewall rules differ in one digit.
 */
const nodeStep = 10;

export interface ClusterPortsWish {
  nodes: number;
  tokenHandlers: number;
  /** The address on which the LiveKit nodes receive media. */
  mediaAddress: string;
  hasLan: boolean;
  /** The ports that the command line requests; 0 means any free port. */
  wanted: Ports;
  /** The ports that `choosePorts` has chosen for a start with one node. */
  ports: Ports;
}

/**
 * Chooses the additional ports of a start with several nodes. Throws `CannotStart` and names those that can't be
 * opened.
 */
export async function chooseClusterPorts(wish: ClusterPortsWish): Promise<ClusterPorts> {
  const { nodes, ports, wanted } = wish;
  const inner = await findFreePorts(2 + nodes + wish.tokenHandlers, 'tcp', '127.0.0.1');
  const [redis = 0, balancedToken = 0] = inner;
  const udp = await mediaPorts(nodes, 'udp', wish.mediaAddress, ports.livekitUdp, wanted.livekitUdp === 0);
  const tcp = wish.hasLan
    ? await mediaPorts(nodes, 'tcp', '0.0.0.0', ports.livekitTcp, wanted.livekitTcp === 0)
    : [];

  // Ports of all nodes but the first, whose ports `choosePorts` has already checked.
  const further: Port[] = [
    ...udp.slice(1).map((port) => media(port, 'udp', wish.mediaAddress)),
    ...tcp.slice(1).map((port) => media(port, 'tcp', '0.0.0.0')),
  ];
  const problems = await findPortProblems(further);
  if (problems.length > 0) throw new CannotStart(problems.join('\n'));
  return {
    redis,
    balancedToken,
    nodes: udp.map((port, index) => ({ signalling: inner[2 + index] ?? 0, udp: port, tcp: tcp[index] ?? 0 })),
    tokenHandlers: inner.slice(2 + nodes),
  };
}

async function mediaPorts(
  nodes: number,
  protocol: 'tcp' | 'udp',
  address: string,
  first: number,
  any: boolean,
): Promise<number[]> {
  if (any) return [first, ...(await findFreePorts(nodes - 1, protocol, address))];
  return Array.from({ length: nodes }, (_, index) => first + index * nodeStep);
}

function media(port: number, protocol: 'tcp' | 'udp', address: string): Port {
  const option = `--${protocol === 'udp' ? portOptions.livekitUdp : portOptions.livekitTcp}`;
  return { port, protocol, address, option, purpose: "LiveKit's media, of another node" };
}
