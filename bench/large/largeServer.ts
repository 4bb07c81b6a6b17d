import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Child } from '../../local/child.ts';
import { findClusterPrograms } from '../../local/cluster/programs.ts';
import { startRedis } from '../../local/cluster/redis.ts';
import { findOnPath } from '../../local/findOnPath.ts';
import type { Keys } from '../../local/livekit/livekitConfig.ts';
import { findFreePorts, isAnswered } from '../../local/ports.ts';
import { builtProject } from '../../local/project.ts';
import { isUp } from '../../local/servers.ts';
import { startTokenHandler, webhookUrl } from '../../local/tokenHandler.ts';
import { onProcessors, startPinnedNode, until } from '../nodes/pinnedCluster.ts';

/** The programs of a public server: LiveKit nodes, token handler and nginx, with the nginx configuration of `deploy/`. */
export interface LargeServer {
  /** Address of nginx, at which guests find the app, the token handler and LiveKit's signalling. */
  origin: string;
  nodes: readonly Child[];
  tokenHandler: Child;
  nginx: Child;
  stop: () => Promise<void>;
}

interface Options {
  root: string;
  livekit: string;
  keys: Keys;
  /** Number of LiveKit nodes, each on a core of its own. Several of them share a Redis. */
  count: number;
  rooms: readonly string[];
}

/** Starts the programs of a public server, on loopback and without TLS. */
export async function startLarge({ root, livekit, keys, count, rooms }: Options): Promise<LargeServer> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-large-'));
  const started: Child[] = [];
  const stop = async () => {
    for (const child of started.toReversed()) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [redisPort = 0, tokenPort = 0, port = 0, ...signalling] = await findFreePorts(
      3 + count,
      'tcp',
      '127.0.0.1',
    );
    let redis;
    if (count > 1) {
      const programs = await findClusterPrograms(process.env);
      const password = randomBytes(24).toString('base64url');
      started.push(await startRedis({ path: programs.redis, port: redisPort, password, folder }, () => {}));
      await until(() => isAnswered({ address: '127.0.0.1', port: redisPort }));
      redis = { address: `127.0.0.1:${String(redisPort)}`, password };
    }
    const nodes: Child[] = [];
    for (const [index, nodePort] of signalling.entries()) {
      nodes.push(
        await startPinnedNode(index, {
          livekit,
          keys,
          port: nodePort,
          redis,
          webhookUrl: webhookUrl(tokenPort),
        }),
      );
    }
    started.push(...nodes);
    const urls = signalling.map((one) => `http://127.0.0.1:${String(one)}`);
    await until(async () => (await Promise.all(urls.map(isUp))).every(Boolean));

    const tokenHandler = startTokenHandler({
      project: builtProject(root, { isBuilt: true }),
      environment: { ...process.env, ROOMS: rooms.join(','), RATE_LIMIT_PER_MINUTE: '1000000' },
      keys,
      livekitUrl: urls[0] ?? '',
      port: tokenPort,
      onLine: () => {},
    }).child;
    started.push(tokenHandler);
    const nginx = await startNginx(root, { folder, port, tokenPort, signalling });
    started.push(nginx);
    const origin = `http://localhost:${String(port)}`;
    await until(() => isUp(`${origin}/healthz`));
    await until(() => isUp(`http://127.0.0.1:${String(tokenPort)}/healthz`));
    return { origin, nodes, tokenHandler, nginx, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface NginxOptions {
  folder: string;
  port: number;
  tokenPort: number;
  signalling: readonly number[];
}

/**
 * Starts nginx with the files of `deploy/nginx`. Their ports and folders are replaced, and the limit of requests by
 * address, because all guests come from one.
 */
async function startNginx(
  root: string,
  { folder, port, tokenPort, signalling }: NginxOptions,
): Promise<Child> {
  const path = await findOnPath('nginx', `${process.env['PATH'] ?? ''}:/usr/sbin`);
  if (path === undefined) throw new Error('nginx is missing.');
  const place = join(folder, 'first-room');
  await mkdir(place);
  const copy = async (name: string, changes: Record<string, string>) => {
    let text = await readFile(join(root, 'deploy', 'nginx', name), 'utf8');
    for (const [from, to] of Object.entries(changes)) {
      if (!text.includes(from))
        throw new Error(`deploy/nginx/${name} does not contain ${JSON.stringify(from)}.`);
      text = text.replaceAll(from, to);
    }
    await writeFile(join(place, name), text);
  };
  await copy('common.conf', {
    'server 127.0.0.1:5000': `server 127.0.0.1:${String(tokenPort)}`,
    'server 127.0.0.1:7880 max_fails=0;': signalling
      .map((node) => `server 127.0.0.1:${String(node)} max_fails=0;`)
      .join(' '),
    'rate=60r/s': 'rate=100000r/s',
  });
  await copy('site.conf', {
    '/opt/first-room/current/web': join(root, 'dist', 'web'),
    '/var/log/nginx': folder,
    // The bench has no TLS, so the app must be told another address of LiveKit.
    'X-Forwarded-Proto https': 'X-Forwarded-Proto http',
  });
  await copy('headers.conf', {});
  await copy('first-room.conf', { 'listen 8080 default_server': `listen 127.0.0.1:${String(port)}` });
  const file = join(folder, 'nginx.conf');
  await writeFile(
    file,
    [
      'daemon off;',
      // One process, whose CPU time is nginx's.
      'master_process off;',
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      `pid ${folder}/nginx.pid;`,
      'error_log stderr;',
      'events { worker_connections 8192; }',
      'http {',
      'types { text/html html; text/javascript js; text/css css; application/json json; image/svg+xml svg; }',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      ),
      'include first-room/first-room.conf;',
      '}',
      '',
    ].join('\n'),
  );
  return startChild({
    name: 'nginx',
    command: path,
    args: ['-p', folder, '-c', file],
    environment: { PATH: process.env['PATH'] },
  });
}

/**
 * Prefixes a command so that it runs on the cores that no LiveKit node uses, if there are any.
 *
 * @param nodes number of LiveKit nodes
 */
export async function besideNodes(nodes: number, command: string): Promise<[string, string[]]> {
  const processors = availableParallelism();
  if (nodes >= processors) return [command, []];
  return onProcessors(`${String(nodes)}-${String(processors - 1)}`, command);
}
