import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startChild } from '../../local/child.ts';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { silentScreen } from '../../local/screen.ts';
import { listenersOf } from '../../local/testing/listeners.ts';
import { program, run } from './programs.ts';
import { installFile, shipped } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';

test('LiveKit starts with its shipped configuration, on the ports that the firewall opens', async ({}, testInfo) => {
  const livekit = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!livekit.ok) throw new Error('There is no LiveKit.');
  const keys = testInfo.outputPath('keys.yaml');
  await writeFile(keys, `first-room: ${'s'.repeat(43)}\n`, { mode: 0o600 });
  // Shell commands that make a network like a VM's, with an interface that has a private address. LiveKit does not
  // notice that no other machine is behind that interface.
  const network = [
    'ip link set lo up',
    'ip link add vnic type veth peer name cable',
    'ip address add 10.0.0.10/24 dev vnic',
    'ip link set vnic up',
    'ip link set cable up',
  ];
  const start = `exec "${livekit.value.path}" --config "${join(shipped, 'livekit.yaml')}" --key-file "${keys}"`;
  const child = startChild({
    name: 'livekit',
    command: program('unshare'),
    args: ['--user', '--map-root-user', '--net', 'sh', '-c', [...network, start].join(' && ')],
    environment: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  try {
    // Returns the sockets on which LiveKit listens, or its last lines if it has ended.
    const listening = () =>
      listenersOf([child.pid ?? 0]).then(
        (found) => found.map(({ protocol, address, port }) => `${protocol} ${address}:${String(port)}`),
        () => child.lastLines(),
      );
    await expect
      .poll(async () => new Set(await listening()))
      .toEqual(new Set(['tcp 127.0.0.1:7880', 'tcp 127.0.0.1:6789', 'tcp *:7881', 'udp 10.0.0.10:7882']));
  } finally {
    await child.stop();
  }
});

test('the webhook is signed with a key that LiveKit knows, or left out, whatever the files of the host say', async ({}, testInfo) => {
  const own = (key: string) => `webhook:\n  api_key: ${key} # mine\n  urls: [https://example.com/own]\n`;
  const inline = "webhook: { urls: [https://example.com/own], api_key: 'gone' }\n";
  const ours = 'http://127.0.0.1:5000/webhook';
  const theirs = 'https://example.com/own';
  const cases: readonly [keys: string, token: string, settings: string, expected: unknown][] = [
    ['room: s\n', 'LIVEKIT_API_KEY=room\n', '', ['room', ours]],
    ['# mine\nbot: t\n"room": "s" # c\n', 'LIVEKIT_API_KEY="room"\nHOST=0.0.0.0\n', '', ['room', ours]],
    ['room: s\n', "LIVEKIT_API_KEY='room'\nHOST=::1\nPORT=5005\n", '', ['room', 'http://[::1]:5005/webhook']],
    ['other: s\n', 'LIVEKIT_API_KEY=room\n', '', undefined],
    ['room: s\n', '', '', undefined],
    ['room: s\nbot: t\n', 'LIVEKIT_API_KEY=room\n', own('bot'), ['bot', theirs]],
    ['room: s\n', 'LIVEKIT_API_KEY=room\n', own('gone'), ['room', theirs]],
    ['room: s\n', 'LIVEKIT_API_KEY=room\n', inline, ['room', theirs]],
    ['room: s\n', 'LIVEKIT_API_KEY=none\n', own('gone'), undefined],
  ];
  for (const [index, [keys, token, settings, expected]] of cases.entries()) {
    const root = testInfo.outputPath(String(index));
    const etc = join(root, 'etc/first-room');
    await mkdir(etc, { recursive: true });
    await writeFile(join(etc, 'livekit-keys.yaml'), keys);
    await writeFile(join(etc, 'token.env'), token);
    await writeFile(join(etc, 'livekit.yaml'), `port: 7880\n${settings}prometheus:\n  port: 6789\n`);
    const { status, output } = run('bash', ['--norc', join(shipped, 'install/webhook.sh'), root]);
    expect(status, output).toBe(0);
    const text = await readFile(join(root, 'run/first-room-livekit/livekit.yaml'), 'utf8');
    const { webhook, ...others } = parse(text);
    expect(webhook && [webhook.api_key, ...webhook.urls], `case ${String(index)}`).toEqual(expected);
    expect(others).toEqual({ port: 7880, prometheus: { port: 6789 } });
  }
});

test('nginx accepts both shipped sites', async ({}, testInfo) => {
  for (const site of ['first-room.conf', 'first-room-tls.conf']) {
    const folder = testInfo.outputPath(site);
    await mkdir(folder);
    for (const file of ['common.conf', 'site.conf', 'headers.conf']) {
      await installFile(`nginx/${file}`, join(folder, 'first-room', file));
    }
    await installFile(`nginx/${site}`, join(folder, 'site.conf'));
    const main = join(folder, 'nginx.conf');
    await writeFile(main, `pid ${folder}/pid;\nevents {}\nhttp {\n include site.conf;\n}\n`);
    const { output } = run('nginx', ['-t', '-c', main]);
    expect(output).toMatch(
      site === 'first-room.conf'
        ? /syntax is ok[^]*test is successful/
        : // There is no certificate here, because the host gets it. nginx parses everything else first.
          /cannot load certificate "\/etc\/letsencrypt\/live\/room.example.com\/fullchain.pem"/,
    );
    expect(output).not.toContain('[warn]');
  }
});

test('shellcheck finds nothing in any script', async () => {
  const entries = await readdir(shipped, { recursive: true });
  // Selects the scripts to check. Most files in install/ are parts of install.sh and are checked with it; three are
  // separate scripts.
  const scripts = entries
    .filter(
      (name) => /\.(sh|bash)$|^first-room$/.test(name) && !/^install\/(?!renewed|upload|webhook)/.test(name),
    )
    .map((name) => join(shipped, name));
  expect(scripts.length).toBeGreaterThan(0);
  expect(run('shellcheck', ['--external-sources', '--check-sourced', ...scripts])).toEqual({
    status: 0,
    output: '',
  });
});

test('no shipped file sends LiveKit a SIGTERM by hand, since a second one would disconnect everybody', async () => {
  const entries = await readdir(shipped, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(shipped, 'testing')))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  // Finds every command that sends a signal to a service. Without an option `systemctl kill` sends SIGTERM.
  const commands = texts.flatMap((text) => text.match(/\b(?:systemctl|docker|podman) kill\b[^\n`;]*/g) ?? []);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((command) => !/(?:-s |--signal=)(?:SIG)?KILL\b/.test(command))).toEqual([]);
  expect(
    texts.flatMap((text) => text.match(/\b(?:p|kill)?kill +(?:-s +)?-?(?:SIG)?TERM\b[^\n]*/g) ?? []),
  ).toEqual([]);
});
