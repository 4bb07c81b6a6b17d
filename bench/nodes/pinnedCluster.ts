import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild, type Child } from '../../local/child.ts';
import { startHaproxy } from '../../local/cluster/haproxy.ts';
import type { ClusterPrograms } from '../../local/cluster/programs.ts';
import { startRedis } from '../../local/cluster/redis.ts';
import { findOnPath } from '../../local/findOnPath.ts';
import { livekitConfig, type Keys } from '../../local/livekit/livekitConfig.ts';
import { findFreePort, findFreePorts, isAnswered } from '../../local/ports.ts';
import { isUp } from '../../local/servers.ts';
import { makeShare, type ProcessorShare } from './processorShare.ts';

/**
 * LiveKit nodes that each have the same share of a processor, with Redis and HAProxy in the configuration of a
 * deployment.
 */
export interface PinnedCluster {
  /** Address of HAProxy, which distributes guests over all LiveKit nodes. */
  url: string;
  nodes: readonly Child[];
  /** False when this machine does not permit a CPU limit; then each node uses as much CPU time as it can get. */
  isLimited: boolean;
  stop(): Promise<void>;
}

export interface PinnedOptions {
  livekit: string;
  programs: ClusterPrograms;
  keys: Keys;
  count: number;
  /** The share of one processor, from 0 to 1, that each LiveKit node may use. */
  share: number;
}

/**
 * Prefixes a command with `taskset`, so that the program runs on the listed processors only. Without `taskset` on this
 * machine the program runs on any processor.
 *
 * @returns command and arguments
 */
export async function onProcessors(list: string, command: string): Promise<[string, string[]]> {
  const taskset = await findOnPath('taskset', process.env['PATH'] ?? '');
  return taskset === undefined ? [command, []] : [taskset, ['-c', list, command]];
}

interface PinnedNode {
  livekit: string;
  keys: Keys;
  port: number;
  redis: { address: string; password: string } | undefined;
  webhookUrl?: string;
}

/** Starts a LiveKit node on a core of its own. With more nodes than cores they share the cores. */
export async function startPinnedNode(
  index: number,
  { livekit, keys, port, redis, webhookUrl }: PinnedNode,
): Promise<Child> {
  const processor = String(index % availableParallelism());
  const [command, args] = await onProcessors(processor, livekit);
  const choices = {
    port,
    udpPort: await findFreePort('udp', '127.0.0.1'),
    tcpPort: undefined,
    mediaAddress: '127.0.0.1',
    keys,
    ...(redis && { redis }),
    ...(webhookUrl !== undefined && { webhookUrl }),
  };
  return startChild({
    name: `livekit-${String(index + 1)}`,
    command,
    args,
    environment: { PATH: process.env['PATH'], GOMAXPROCS: '1', LIVEKIT_CONFIG: livekitConfig(choices) },
  });
}

export async function startPinned(options: PinnedOptions): Promise<PinnedCluster> {
  const { livekit, programs, keys, count, share } = options;
  const folder = await mkdtemp(join(tmpdir(), 'first-room-nodes-'));
  const [redisPort = 0, balanced = 0, ...signalling] = await findFreePorts(2 + count, 'tcp', '127.0.0.1');
  const password = randomBytes(24).toString('base64url');
  const redis = await startRedis({ path: programs.redis, port: redisPort, password, folder }, () => {});
  const children: Child[] = [redis];
  await until(() => isAnswered({ address: '127.0.0.1', port: redisPort }));

  const nodes: Child[] = [];
  const shares: ProcessorShare[] = [];
  for (const [index, port] of signalling.entries()) {
    const node = await startPinnedNode(index, {
      livekit,
      keys,
      port,
      redis: { address: `127.0.0.1:${String(redisPort)}`, password },
    });
    nodes.push(node);
    const group = await makeShare(node.name, share);
    if (group === undefined) continue;
    await group.hold(node.pid);
    shares.push(group);
  }
  children.push(...nodes);
  const urls = signalling.map((port) => `http://127.0.0.1:${String(port)}`);
  await until(async () => (await Promise.all(urls.map(isUp))).every(Boolean));

  const haproxy = await startHaproxy(
    {
      path: programs.haproxy,
      folder,
      livekit: {
        port: balanced,
        servers: nodes.map(({ name }, index) => ({ name, port: signalling[index] ?? 0 })),
      },
      // HAProxy forwards to no token handler, because the load generator makes its own tokens.
      tokenHandler: { port: await findFreePort('tcp', '127.0.0.1'), servers: [] },
    },
    () => {},
  );
  children.push(haproxy);
  const url = `http://127.0.0.1:${String(balanced)}`;
  await until(() => isUp(url));
  return {
    url,
    nodes,
    isLimited: shares.length === count,
    async stop() {
      for (const child of children.toReversed()) await child.stop();
      for (const group of shares) await group.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function until(isReady: () => Promise<boolean>) {
  const endsAt = Date.now() + 30_000;
  while (!(await isReady())) {
    if (Date.now() > endsAt) throw new Error('Redis, LiveKit or HAProxy did not answer within 30 s.');
    await wait(50);
  }
}
