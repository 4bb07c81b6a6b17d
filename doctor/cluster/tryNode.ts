import { randomBytes } from 'node:crypto';
import { RoomServiceClient } from 'livekit-server-sdk';
import { notTried, wrong, fine, type Finding } from '../finding.ts';
import { checkAddress } from '../join/checkAddress.ts';
import { discoverMedia } from '../join/discoverMedia.ts';
import { openSignalling } from '../join/openSignalling.ts';
import { reachOf } from '../outside/addresses.ts';
import { judgeMedia } from '../outside/judgeMedia.ts';
import type { Keys } from '../../token/config.ts';
import { checkRoomPrefix } from '../../common/contract.ts';
import { tokenMint } from '../../token/mintToken.ts';
import type { RegisteredNode } from './registeredNode.ts';

export interface NodeTrial {
  /**
   * Address of LiveKit on this machine. All requests go to this LiveKit, so that it has to relay them to the other
   * node.
   */
  livekitUrl: string;
  keys: Keys;
  /** The address (`node_ip`) of this machine's LiveKit. The machine may be unable to reach its own public address. */
  ownIp: string | undefined;
}

/**
 * Time limit of requests to LiveKit's API, in seconds. It is longer than LiveKit waits for a node that does not answer
 * (3 s in deploy/cluster/livekit.yaml, with several retries).
 */
const createSeconds = 15;
/** Makes LiveKit close the room of the connection check by itself when the doctor can't. */
const timeouts = { emptyTimeout: 10, departureTimeout: 1 };

/**
 * Opens a room of the connection check on one node and joins it through this machine's LiveKit, so that the answers
 * come through Redis from that node. Then tries the node's announced addresses as guests would.
 */
export async function* tryNode(node: RegisteredNode, trial: NodeTrial): AsyncGenerator<Finding> {
  const { livekitUrl, keys } = trial;
  const room = `${checkRoomPrefix}${randomBytes(16).toString('hex')}`;
  const options = { requestTimeout: createSeconds, failover: false };
  const service = new RoomServiceClient(livekitUrl, keys.apiKey, keys.apiSecret, options);
  const failure = await service
    .createRoom({ name: room, nodeId: node.id, ...timeouts })
    .then(() => undefined, describe);
  if (failure !== undefined) {
    yield unreached(node, `it opens no room at the request of this machine's LiveKit (${failure})`);
    return;
  }
  yield* joinRoom(room, node, trial);
  await service.deleteRoom(room).catch(() => {});
}

async function* joinRoom(
  room: string,
  node: RegisteredNode,
  { livekitUrl, keys, ownIp }: NodeTrial,
): AsyncGenerator<Finding> {
  const token = tokenMint(keys, 2)({ room, identity: 'doctor' });
  const signalling = await openSignalling(livekitUrl.replace(/^http/, 'ws'), token);
  if (!signalling.ok) {
    yield unreached(node, `joining its room by this machine's LiveKit fails (${signalling.failure.kind})`);
    return;
  }
  const host = signalling.value.join.serverInfo?.nodeId;
  if (host !== node.id) {
    signalling.value.close();
    yield unreached(node, `a room requested for it is on ${host ?? 'another node'}`);
    return;
  }
  yield fine('signalling', `through this machine's LiveKit and Redis to ${node.id}`);
  const entrance = await discoverMedia(signalling.value);
  if (entrance === undefined) {
    signalling.value.close();
    yield notTried('media', "LiveKit did not answer the connection's offer");
    return;
  }
  const observed = await Promise.all(
    entrance.candidates.map(async (candidate) => ({
      candidate,
      outcome: await checkAddress(candidate, entrance.server, entrance.client),
    })),
  );
  signalling.value.close();
  // A node with a loopback address is on this machine, and so are its guests. So such an address is not reported as one
  // that guests can't reach.
  const guests = reachOf(node.ip) === 'loopback' ? 'loopback' : 'public';
  yield* judgeMedia(observed, { guests, isOnServer: node.ip === ownIp });
}

function unreached(node: RegisteredNode, seen: string): Finding {
  return wrong(
    'signalling',
    `${node.id}: ${seen}`,
    'Nodes communicate through Redis. Both must use the same Redis and the same key pair.',
    [
      'sudo journalctl -u first-room-livekit --since -10m   # on both',
      'livekit-server list-nodes --config /etc/first-room/livekit.yaml',
    ],
  );
}

/**
 * Describes a failed request to LiveKit's API. The SDK's own error message is not used, because it repeats the token.
 */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'no answer';
  if ('status' in error && typeof error.status === 'number') return `status ${String(error.status)}`;
  return 'name' in error ? String(error.name) : 'no answer';
}
