import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../child.ts';

export interface HaproxyChoices {
  /** haproxy. */
  path: string;
  folder: string;
  livekit: Balanced;
  tokenHandler: Balanced;
}

/** One port that stands for several. */
interface Balanced {
  port: number;
  servers: readonly { name: string; port: number }[];
}

/**
 * HAProxy's configuration.
 * - A node counts as up while its port can be connected to. LiveKit's own `/` must not be asked: it says 406 on every node at
 *   once when Redis stalls (seen with 1.13.5), and nobody could come back.
 * - A token request that met a dying copy is sent to another one: it changes nothing, so asking twice does no harm.
 * - The offer of a join travels in the address of its WebSocket, hence the larger buffer.
 */
function haproxyConfig({ livekit, tokenHandler }: Pick<HaproxyChoices, 'livekit' | 'tokenHandler'>) {
  const servers = (balanced: Balanced, check: string) =>
    balanced.servers.map(({ name, port }) => `  server ${name} 127.0.0.1:${String(port)} ${check}`);
  return [
    'global',
    '  tune.bufsize 32768',
    'defaults',
    '  mode http',
    '  timeout connect 2s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  timeout tunnel 60s',
    // Without it a check has no longer than the time between two of them, and a busy machine is slower than that.
    '  timeout check 3s',
    '  retries 3',
    '  option redispatch 1',
    'frontend livekit',
    `  bind 127.0.0.1:${String(livekit.port)}`,
    '  default_backend livekit',
    'backend livekit',
    '  balance leastconn',
    // What is kept for later would count as a guest.
    '  option http-server-close',
    ...servers(livekit, 'check inter 1s fall 3 rise 1 on-marked-down shutdown-sessions'),
    'frontend token',
    `  bind 127.0.0.1:${String(tokenHandler.port)}`,
    '  default_backend token',
    'backend token',
    '  balance leastconn',
    // HAProxy's own is HTTP/1.0 without Host, which makes no address to the token handler.
    '  option httpchk',
    '  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host localhost',
    '  retry-on conn-failure empty-response',
    ...servers(tokenHandler, 'check inter 1s fall 3 rise 1'),
    '',
  ].join('\n');
}

/** Starts the load balancer on loopback. */
export async function startHaproxy(choices: HaproxyChoices, onLine: (line: string) => void): Promise<Child> {
  const file = join(choices.folder, 'haproxy.cfg');
  await writeFile(file, haproxyConfig(choices));
  return startChild({
    name: 'haproxy',
    command: choices.path,
    // One process that stays where it is started.
    args: ['-db', '-f', file],
    environment: { PATH: process.env['PATH'] },
    onLine,
  });
}
