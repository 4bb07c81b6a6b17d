import { setTimeout as wait } from 'node:timers/promises';
import { notTried, type Finding } from '../finding.ts';
import type { Keys } from '../../token/config.ts';
import type { LivekitSettings, RedisPlace, RedisSettings } from '../machine/configuration.ts';
import { judgeNodes, livingNodes, nameOf } from './judgeNodes.ts';
import { judgeNoRedis, judgeRedis, judgeSentinels } from './judgeRedis.ts';
import { askSentinel, openRedis, type OpenRedis } from './readRedis.ts';
import { tryNode } from './tryNode.ts';

/**
 * Time between the two readings of the nodes' entries in Redis. Nodes update their entries every two seconds, with
 * times in whole seconds.
 */
const betweenMs = 6000;

/** Examines a cluster from one of its nodes: Redis, the nodes registered there, and a join on each node. */
export async function* examineCluster(
  settings: RedisSettings,
  { nodeIp, signallingPort }: Pick<LivekitSettings, 'nodeIp' | 'signallingPort'>,
  keys: Keys | undefined,
): AsyncGenerator<Finding> {
  const { place, finding } = await findPrimary(settings);
  if (finding !== undefined) yield finding;
  if (place === undefined) {
    yield notTried('redis and nodes', 'it is not known which Redis it is');
    return;
  }
  const redis = await openRedis(place, settings);
  if (!redis.ok) {
    yield judgeNoRedis(place, redis.failure);
    yield notTried('nodes', 'Redis knows which there are');
    return;
  }
  try {
    const findings = judgeRedis(place, await redis.value.observe());
    yield* findings;
    if (findings.some(({ step, state }) => step === 'redis' && state === 'wrong')) {
      yield notTried('nodes', 'they cannot register in a Redis that rejects writes');
      return;
    }
    const registered = await readTwice(redis.value);
    yield* judgeNodes({ ...registered, ownIp: nodeIp });
    if (keys === undefined) {
      yield notTried('each node', 'without LIVEKIT_API_KEY and LIVEKIT_API_SECRET nobody can be joined');
      return;
    }
    const trial = { livekitUrl: `http://127.0.0.1:${String(signallingPort)}`, keys, ownIp: nodeIp };
    const living = livingNodes(registered);
    for (const node of living) {
      const name = nameOf(node, living);
      for await (const found of tryNode(node, trial)) yield { ...found, step: `${name}: ${found.step}` };
    }
  } finally {
    redis.value.close();
  }
}

async function readTwice(redis: OpenRedis) {
  const before = await redis.readNodes();
  await wait(betweenMs);
  return { before, after: await redis.readNodes() };
}

async function findPrimary(
  settings: RedisSettings,
): Promise<{ place: RedisPlace | undefined; finding?: Finding }> {
  if (settings.sentinels.length === 0) return { place: settings.place };
  const answers = await Promise.all(
    settings.sentinels.map(async (sentinel) => ({
      sentinel,
      primary: await askSentinel(sentinel, settings),
    })),
  );
  const [place] = answers.flatMap(({ primary }) => (primary.ok ? [primary.value] : []));
  return { place, finding: judgeSentinels(answers) };
}
