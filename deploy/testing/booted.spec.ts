import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generate } from 'selfsigned';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { silentScreen } from '../../local/screen.ts';
import { run } from './programs.ts';
import { shipped } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');

/** Copies every file that an installation has, unchanged, to its path on a VM. */
async function layOut(folder: string): Promise<void> {
  const places = {
    'livekit.yaml': 'etc/first-room/livekit.yaml',
    'systemd/first-room-livekit.service': 'etc/systemd/system/first-room-livekit.service',
    'systemd/first-room-token.service': 'etc/systemd/system/first-room-token.service',
    'nginx/first-room-tls.conf': 'etc/nginx/conf.d/first-room.conf',
    'nginx/common.conf': 'etc/nginx/first-room/common.conf',
    'nginx/site.conf': 'etc/nginx/first-room/site.conf',
    'nginx/headers.conf': 'etc/nginx/first-room/headers.conf',
    'nginx/brotli.conf': 'etc/nginx/first-room/brotli.conf',
    'testing/probe.sh': 'probe.sh',
  };
  const put = async (place: string, text: string, mode = 0o644) => {
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await writeFile(join(folder, place), text, { mode });
  };
  for (const [file, place] of Object.entries(places)) {
    await put(place, await readFile(join(shipped, file), 'utf8'));
  }
  await put('wanted', 'first-room-livekit.service first-room-token.service nginx.service');

  const secret = 'only-for-a-network-that-ends-in-this-test';
  await put('etc/first-room/livekit-keys.yaml', `first-room: ${secret}\n`, 0o600);
  const settings = [
    'LIVEKIT_API_KEY=first-room',
    `LIVEKIT_API_SECRET=${secret}`,
    'LIVEKIT_URL=same-origin',
    'TRUSTED_PROXY_HOPS=1',
  ];
  await put('etc/first-room/token.env', `${settings.join('\n')}\n`, 0o600);
  await put('etc/hosts', '127.0.0.1 localhost\n203.0.113.10 room.example.com\n');
  const certificate = await generate([{ name: 'commonName', value: 'room.example.com' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 60 * 24 * 60 * 60 * 1000),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'room.example.com' }] }],
  });
  await put('etc/letsencrypt/live/room.example.com/fullchain.pem', certificate.cert);
  await put('etc/letsencrypt/live/room.example.com/privkey.pem', certificate.private, 0o600);

  const release = join(folder, 'opt/first-room/current');
  const livekit = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!livekit.ok) throw new Error('There is no LiveKit: `npm run test:deploy` brings one.');
  await mkdir(join(release, 'bin'), { recursive: true });
  await copyFile(livekit.value.path, join(release, 'bin/livekit-server'));
  for (const part of ['web', 'token', 'doctor']) {
    await cp(join(dist, part), join(release, part), { recursive: true });
  }
  for (const script of ['webhook.sh', 'keys.sh']) {
    await put(
      `opt/first-room/current/deploy/install/${script}`,
      await readFile(join(shipped, 'install', script), 'utf8'),
    );
  }
  // Copies Node to /usr/bin/node, where the systemd units expect it. On this machine Node may be elsewhere.
  await mkdir(join(folder, 'usr/bin'), { recursive: true });
  await copyFile(process.execPath, join(folder, 'usr/bin/node'));
}

test('booted by systemd, the shipped services run unprivileged, restart when killed, and satisfy the doctor', async ({}, testInfo) => {
  test.skip(process.getuid?.() !== 0, 'Only root may lay out a file system for a systemd of its own.');
  const folder = testInfo.outputPath('vm');
  await layOut(folder);
  const { output } = run('bash', [join(import.meta.dirname, 'boot.sh'), folder]);
  const said = await readFile(join(folder, 'probe.out'), 'utf8').catch(() => output);
  for (const unit of ['first-room-livekit', 'first-room-token']) {
    expect(said).toContain(`${unit} runs as ${unit}\n`);
    expect(said).toContain(`${unit} CapEff:\t0000000000000000\n`);
    expect(said).toContain(`${unit} NoNewPrivs:\t1\n`);
    expect(said).toContain(`${unit} Seccomp:\t2\n`);
    expect(said).toContain(`${unit} is back after a kill\n`);
  }
  expect(said).toContain('doctor: 0\n');
  expect(said).toMatch(/field upd_port not found/);
  expect(said).toContain('first-room-livekit is back once it is mended\n');
});
