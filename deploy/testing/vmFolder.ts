import { randomBytes } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lanCertificate } from '../../local/lan/certificate.ts';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { findFreePort } from '../../local/ports.ts';
import { silentScreen } from '../../local/screen.ts';
import { run } from './programs.ts';
import { installFile, shipped, type Changes } from './rewrite.ts';

/** Free ports of this machine that replace those in the shipped files. */
export type Ports = Awaited<ReturnType<typeof choosePorts>>;

const dist = join(import.meta.dirname, '..', '..', 'dist');
/** Path of nginx's brotli module on Debian and Ubuntu (libnginx-mod-http-brotli-static). */
export const brotliModule = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

export async function choosePorts() {
  const free = async (protocol: 'tcp' | 'udp', address = '127.0.0.1') =>
    String(await findFreePort(protocol, address));
  return {
    nginx: await free('tcp'),
    plain: await free('tcp'),
    token: await free('tcp'),
    livekit: await free('tcp'),
    metrics: await free('tcp'),
    tokenMetrics: await free('tcp'),
    mediaTcp: await free('tcp', '0.0.0.0'),
    mediaUdp: await free('udp'),
  };
}

/** Copies the built release into the VM's folder, as /opt/first-room. */
export async function installRelease(root: string) {
  const release = join(root, 'opt/first-room/releases/tested');
  await mkdir(join(release, 'bin'), { recursive: true });
  const livekit = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!livekit.ok) throw new Error('There is no LiveKit: `npm run test:deploy` brings one.');
  await symlink(livekit.value.path, join(release, 'bin/livekit-server'));
  await symlink(join(dist, 'web'), join(release, 'web'));
  await symlink(join(dist, 'token'), join(release, 'token'));
  await symlink(release, join(root, 'opt/first-room/current'));
}

/**
 * Writes configuration and keys into the VM's folder, as /etc/first-room.
 *
 * @returns the environments that systemd gives to the units, by the unit's name
 */
export async function installSettings(root: string, ports: Ports, livekitChanges: Changes = {}) {
  await installFile('livekit.yaml', join(root, 'etc/first-room/livekit.yaml'), {
    'port: 7880': `port: ${ports.livekit}`,
    'tcp_port: 7881': `tcp_port: ${ports.mediaTcp}`,
    'udp_port: 7882': `udp_port: ${ports.mediaUdp}`,
    'port: 6789': `port: ${ports.metrics}`,
    // Announces a loopback address, because the guests of these tests are on loopback.
    '  node_ip: 203.0.113.10': ['  node_ip: 127.0.0.1', '  enable_loopback_candidate: true'].join('\n'),
    "includes: ['0.0.0.0/0', '::/0']": 'includes: [127.0.0.1/32]',
    '203.0.113.10:3478': '127.0.0.1:3478',
    ...livekitChanges,
  });
  const secret = randomBytes(32).toString('base64url');
  const credentials = join(root, 'run/credentials');
  await mkdir(credentials, { recursive: true });
  for (const folder of [credentials, join(root, 'etc/first-room')]) {
    await writeFile(join(folder, 'livekit-keys.yaml'), `first-room: ${secret}\n`, { mode: 0o400 });
  }
  const token = {
    PORT: ports.token,
    LIVEKIT_API_KEY: 'first-room',
    LIVEKIT_API_SECRET: secret,
    LIVEKIT_URL: 'same-origin',
    LIVEKIT_API_URL: `http://127.0.0.1:${ports.livekit}`,
    TRUSTED_PROXY_HOPS: '1',
    METRICS_PORT: ports.tokenMetrics,
  };
  const lines = Object.entries(token).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(root, 'etc/first-room/token.env'), lines.join(''), { mode: 0o600 });
  const { status, output } = run('bash', ['--norc', join(shipped, 'install/webhook.sh'), root]);
  if (status !== 0) throw new Error(output);
  return {
    'first-room-livekit': { CREDENTIALS_DIRECTORY: credentials },
    'first-room-token': token,
  };
}

/**
 * Copies nginx's site into the VM's folder, as /etc/nginx, with the settings of a distribution's nginx.conf on which
 * the site depends.
 */
export async function installNginx(
  root: string,
  ports: Ports,
  { tls, peer }: { tls: boolean; peer: Ports | undefined },
) {
  const etc = join(root, 'etc/nginx');
  await installFile('nginx/headers.conf', join(etc, 'first-room/headers.conf'));
  await installFile('nginx/common.conf', join(etc, 'first-room/common.conf'), {
    '127.0.0.1:5000': `127.0.0.1:${ports.token}`,
    '127.0.0.1:7880': `127.0.0.1:${ports.livekit}`,
  });
  await installFile('nginx/site.conf', join(etc, 'first-room/site.conf'), {
    '/opt/first-room': join(root, 'opt/first-room'),
    '/var/log/nginx': join(root, 'var/log/nginx'),
  });
  if (peer !== undefined) await installPeer(etc, peer);
  const place = join(etc, 'conf.d/first-room.conf');
  if (tls) {
    const folder = join(root, 'etc/letsencrypt/live/room.example.com');
    const certificate = await lanCertificate(root, '127.0.0.1');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'fullchain.pem'), certificate.cert);
    await writeFile(join(folder, 'privkey.pem'), certificate.key);
    await installFile('nginx/brotli.conf', join(etc, 'first-room/brotli.conf'));
    const changes: Changes = {
      'listen 80;': `listen 127.0.0.1:${ports.plain};`,
      'listen [::]:80;': '',
      'listen 443 ': `listen 127.0.0.1:${ports.nginx} `,
      'listen [::]:443 ssl http2 default_server;': '',
      '/etc/letsencrypt': join(root, 'etc/letsencrypt'),
      '/var/lib/first-room': join(root, 'var/lib/first-room'),
    };
    await installFile('nginx/first-room-tls.conf', place, changes);
  } else {
    await installFile('nginx/first-room.conf', place, {
      'listen 8080 ': `listen 127.0.0.1:${ports.nginx} `,
    });
  }
  for (const folder of ['tmp', 'var/log/nginx']) await mkdir(join(root, folder), { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const lines = [
    ...(tls ? [`load_module ${brotliModule};`] : []),
    // nginx's workers run as root, too: the user that they have by default has no access to the folder.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `pid ${join(root, 'nginx.pid')};`,
    `error_log ${join(root, 'var/log/nginx/error.log')};`,
    'events {}',
    'http {',
    'include /etc/nginx/mime.types;',
    'default_type application/octet-stream;',
    `access_log ${join(root, 'var/log/nginx/access.log')};`,
    ...temporary.map((kind) => `${kind}_temp_path ${join(root, 'tmp', kind)};`),
    `include ${join(etc, 'conf.d')}/*.conf;`,
    '}',
  ];
  await writeFile(join(etc, 'nginx.conf'), `${lines.join('\n')}\n`);
}

/** Writes another VM into nginx's lists of the cluster's other nodes, as the only one. */
async function installPeer(etc: string, peer: Ports) {
  const files = {
    'token-peers.conf': ['5000', peer.token],
    'livekit-peers.conf': ['7880', peer.livekit],
  } as const;
  for (const [name, [shippedPort, port]] of Object.entries(files)) {
    await installFile(join('cluster/nginx', name), join(etc, 'first-room', name), {
      [`10.0.1.12:${shippedPort}`]: `127.0.0.1:${port}`,
      [`10.0.1.13:${shippedPort}`]: `127.0.0.1:${port}`,
    });
  }
}
