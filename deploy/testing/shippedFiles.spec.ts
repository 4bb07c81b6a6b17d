import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
