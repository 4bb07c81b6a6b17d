import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../child.ts';
import type { Ports } from '../choosePorts.ts';
import { crashOf, type Crash } from '../crash.ts';
import type { LivekitChoices } from '../livekit/livekitConfig.ts';
import { startLivekit } from '../livekit/startLivekit.ts';
import { isAnswered } from '../ports.ts';
import type { Screen } from '../screen.ts';
import { isUp, untilReady, type Servers, type ServersOptions } from '../servers.ts';
import { startTokenHandler, webhookUrl } from '../tokenHandler.ts';
import { chooseClusterPorts } from './clusterPorts.ts';
import { startHaproxy } from './haproxy.ts';
import type { ClusterPrograms } from './programs.ts';
import { startRedis, type RedisChoices } from './redis.ts';

/** A running LiveKit node, and the settings with which another process can take its place. */
interface ClusterNode {
  child: Child;
  choices: LivekitChoices;
}

/**
 * A cluster that runs on one machine, with the same programs that deploy/cluster/ distributes over several machines.
 */
export interface RunningCluster extends Servers {
  nodes: readonly ClusterNode[];
  tokenHandlers: readonly Child[];
  redis: Child;
  redisChoices: RedisChoices;
}

export interface ClusterOptions {
  nodes: number;
  programs: ClusterPrograms;
  /** The ports that the command line requests; 0 means any free port. */
  wanted: Ports;
  screen: Screen;
  /** Aborts the start of the cluster. */
  signal: AbortSignal;
}

/** Number of token handlers. With two of them guests still get tokens when one dies. */
const copies = 2;

/**
 * Starts Redis, the LiveKit nodes, the token handlers, and HAProxy in front of nodes and token handlers. If a LiveKit
 * node or a token handler dies, a message says so and the others go on. If Redis, HAProxy, the last node or the last
 * token handler dies, the cluster counts as crashed.
 */
export async function startCluster(
  servers: ServersOptions,
  { nodes: count, programs, wanted, screen, signal }: ClusterOptions,
): Promise<RunningCluster> {
  const { keys, onLine, ports } = servers;
  const chosen = await chooseClusterPorts({ ...servers, nodes: count, tokenHandlers: copies, wanted });
  const folder = await mkdtemp(join(tmpdir(), 'first-room-cluster-'));
  const livekitUrl = `http://127.0.0.1:${String(ports.livekit)}`;
  const tokenUrl = `http://127.0.0.1:${String(chosen.balancedToken)}`;

  const started: Child[][] = [];
  let isStopping = false;
  /**
   * Stops the programs in the order in which they were started, so that LiveKit can still tell guests that it ends.
   * Redis, which all others need, is stopped last.
   */
  async function stop() {
    isStopping = true;
    const [redis = [], ...others] = started;
    for (const group of [...others, redis]) await Promise.all(group.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const password = randomBytes(24).toString('base64url');
    const redisChoices: RedisChoices = { path: programs.redis, port: chosen.redis, password, folder };
    const redis = await startRedis(redisChoices, (line) => onLine('redis', line));
    started.push([redis]);
    // Waits until Redis answers, because LiveKit exits when it does not find Redis at its start.
    const redisPlace = { address: '127.0.0.1', port: chosen.redis };
    await untilReady(() => isAnswered(redisPlace), [redis], signal);

    const nodes = chosen.nodes.map(({ signalling, udp, tcp }, index): ClusterNode => {
      const name = `livekit-${String(index + 1)}`;
      const choices: LivekitChoices = {
        port: signalling,
        udpPort: udp,
        tcpPort: servers.hasLan ? tcp : undefined,
        mediaAddress: servers.mediaAddress,
        keys,
        redis: { address: `127.0.0.1:${String(chosen.redis)}`, password },
        webhookUrl: webhookUrl(chosen.balancedToken),
      };
      return {
        child: startLivekit(servers.livekitPath, choices, (line) => onLine(name, line), name),
        choices,
      };
    });
    started.push(nodes.map(({ child }) => child));

    const tokenHandlers = chosen.tokenHandlers.map((port, index) => {
      const name = `token-${String(index + 1)}`;
      const redisUrl = `redis://:${password}@127.0.0.1:${String(chosen.redis)}`;
      const copy = { name, redisUrl };
      return startTokenHandler({ ...servers, livekitUrl, port, copy, onLine: (line) => onLine(name, line) })
        .child;
    });
    started.push(tokenHandlers);

    // Waits until all servers behind HAProxy are up, because it would log warnings about those that are not.
    const behind = [
      ...nodes.map(({ choices }) => `http://127.0.0.1:${String(choices.port)}`),
      ...chosen.tokenHandlers.map((port) => `http://127.0.0.1:${String(port)}/healthz`),
    ];
    const areUp = async (urls: readonly string[]) => (await Promise.all(urls.map(isUp))).every(Boolean);
    await untilReady(() => areUp(behind), started.flat(), signal);
    const haproxy = await startHaproxy(
      {
        path: programs.haproxy,
        folder,
        livekit: {
          port: ports.livekit,
          servers: nodes.map(({ child, choices }) => ({ name: child.name, port: choices.port })),
        },
        tokenHandler: {
          port: chosen.balancedToken,
          servers: tokenHandlers.map(({ name }, index) => ({ name, port: chosen.tokenHandlers[index] ?? 0 })),
        },
      },
      (line) => onLine('haproxy', line),
    );
    started.push([haproxy]);

    const tell = (crash: Crash) => {
      if (!isStopping) screen.say(`\n  ${crash.name} ${crash.how}. The others go on.`);
    };
    return {
      livekitUrl,
      livekitPid: nodes[0]?.child.pid,
      tokenHandlerUrl: () => tokenUrl,
      nodes,
      tokenHandlers,
      redis,
      redisChoices,
      untilReady: (readySignal) =>
        untilReady(() => areUp([livekitUrl, `${tokenUrl}/healthz`]), started.flat(), readySignal),
      crashed: Promise.race([
        crashOf(redis),
        crashOf(haproxy),
        crashOfLast(
          nodes.map(({ child }) => child),
          tell,
        ),
        crashOfLast(tokenHandlers, tell),
      ]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Resolves when the last of several programs with the same task has ended.
 *
 * @param tell called when one of them has ended and others still run
 */
async function crashOfLast(children: readonly Child[], tell: (crash: Crash) => void): Promise<Crash> {
  let left = children.length;
  return await new Promise((resolve) => {
    for (const child of children) {
      void crashOf(child).then((crash) => {
        left -= 1;
        if (left === 0) resolve(crash);
        else tell(crash);
      });
    }
  });
}
