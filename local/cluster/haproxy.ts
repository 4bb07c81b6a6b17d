import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../child.ts';

export interface HaproxyChoices {
  /** Path of the haproxy program. */
  path: string;
  folder: string;
  livekit: Balanced;
  tokenHandler: Balanced;
}

/** One of HAProxy's ports, and the servers to which it forwards. */
interface Balanced {
  port: number;
  servers: readonly { name: string; port: number }[];
}

/**
 * Returns HAProxy's configuration for a cluster on this machine.
 *
 * - A LiveKit node counts as up while its port accepts connections. LiveKit's own `/` is no use as a health check: when
 *   Redis stalls, `/` answers 406 on every node at once (livekit-server 1.13.5), and no guest could reconnect.
 * - A token request that reached a dying token handler is repeated at another one. Such a request changes nothing, so
 *   repeating it is safe.
 * - A join's offer travels in the URL of its WebSocket, hence the larger buffer.
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
    // Gives each health check 3 s. By default a check's time limit is the interval between checks, which is too short
    // on a busy machine.
    '  timeout check 3s',
    '  retries 3',
    '  option redispatch 1',
    'frontend livekit',
    `  bind 127.0.0.1:${String(livekit.port)}`,
    '  default_backend livekit',
    'backend livekit',
    '  balance leastconn',
    // Closes connections to LiveKit after each request. Idle ones that are kept alive would count as guests for
    // `leastconn`.
    '  option http-server-close',
    ...servers(livekit, 'check inter 1s fall 3 rise 1 on-marked-down shutdown-sessions'),
    'frontend token',
    `  bind 127.0.0.1:${String(tokenHandler.port)}`,
    '  default_backend token',
    'backend token',
    '  balance leastconn',
    // A health check with HTTP/1.1 and a Host header. HAProxy's default check, HTTP/1.0 without Host, is refused by the
    // token handler.
    '  option httpchk',
    '  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host localhost',
    '  retry-on conn-failure empty-response',
    ...servers(tokenHandler, 'check inter 1s fall 3 rise 1'),
    '',
  ].join('\n');
}

/** Starts HAProxy, the load balancer, on loopback. */
export async function startHaproxy(choices: HaproxyChoices, onLine: (line: string) => void): Promise<Child> {
  const file = join(choices.folder, 'haproxy.cfg');
  await writeFile(file, haproxyConfig(choices));
  return startChild({
    name: 'haproxy',
    command: choices.path,
    // `-db` keeps HAProxy in the foreground, as one process.
    args: ['-db', '-f', file],
    environment: { PATH: process.env['PATH'] },
    onLine,
  });
}
