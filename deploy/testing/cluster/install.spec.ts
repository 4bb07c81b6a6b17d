import { execFileSync } from 'node:child_process';
import { copyFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { prepareInstallation, rewritten, type Installation } from '../booted/installation.ts';
import { redisSentinel } from '../toolCache.ts';
import { guideBlock } from '../guide.ts';
import { rewrite } from '../rewrite.ts';

/**
 * These tests run install.sh on two nodes with one Redis. Each node is a booted VM, and each test continues with the
 * state of the previous one.
 */
test.describe.configure({ mode: 'serial' });

const password = 'only-for-a-network-that-ends-in-this-test';
const places = [
  { privateIp: '10.0.1.11', publicIp: '198.51.100.11' },
  { privateIp: '10.0.1.12', publicIp: '198.51.100.12' },
];
let nodes: readonly [Installation, Installation];
let install: readonly [string, string];

test.beforeAll(async () => {
  nodes = await Promise.all([prepareInstallation(), prepareInstallation()]);
  // A veth pair connects the two nodes. The second node uses the Redis of the first.
  const [first, second] = nodes.map(({ vm }) => vm.processOne);
  const link = [
    'ip',
    'link',
    'add',
    'private0',
    'netns',
    first,
    'type',
    'veth',
    'peer',
    'private0',
    'netns',
    second,
  ];
  execFileSync('nsenter', ['--target', first ?? '', '--net', ...link.map((word) => word ?? '')]);
  for (const [index, { vm }] of nodes.entries()) {
    const [own, other] = index === 0 ? places : places.toReversed();
    vm.run(
      // With its public address configured, LiveKit uses only its first own address.
      `ip address flush dev ens3 && ip address add ${own?.publicIp ?? ''}/24 dev ens3 && ip address add 203.0.113.20/24 dev ens3 && ` +
        `ip address add ${own?.privateIp ?? ''}/24 dev private0 && ip link set private0 up && ` +
        // Each node reaches the other's public address over the veth pair, and answers from its own public address.
        `ip route replace ${other?.publicIp ?? ''}/32 via ${other?.privateIp ?? ''} src ${own?.publicIp ?? ''}`,
    );
  }
  // The guide installs Sentinel with apt-get. The machine of the tests has only Redis, so this unpacks Debian's
  // package.
  const sentinel = redisSentinel();
  for (const { vm } of nodes) {
    await cp(sentinel, join(vm.shared, 'sentinel'), { recursive: true, verbatimSymlinks: true });
    vm.run(
      'tar -C /srv/shared/sentinel -cf - . | tar -C / --keep-directory-symlink -xf -; systemctl daemon-reload',
    );
  }
  install = [await nodes[0].unpack(), await nodes[1].unpack()];
});
test.afterAll(() => Promise.all(nodes.map(({ vm }) => vm.stop())));

/** Returns the number of nodes in Redis, queried on one of them. */
const registered = ({ vm }: Installation) =>
  vm.run(`redis-cli -h 10.0.1.11 -a ${password} --no-auth-warning hlen nodes`).said.trim();
const modes = ({ vm }: Installation) =>
  vm.run(
    'cd /etc/first-room && stat -c "%n %a %U %G" livekit.yaml livekit.local.yaml livekit-keys.yaml token.env',
  ).said;
const safeModes = [
  'livekit.yaml 640 root first-room-livekit',
  'livekit.local.yaml 600 root root',
  'livekit-keys.yaml 600 root root',
  'token.env 600 root root',
  '',
].join('\n');

/** Returns the guide's commands as one line that root can run on a node. */
const typed = (blocks: readonly (readonly string[])[]) =>
  blocks
    .flat()
    .filter((line) => !line.includes('apt-get install'))
    .join('\n')
    .replaceAll(/\bsudo /g, '');

test('the guide’s commands, run in order, make a cluster of two nodes: firewall, Redis with Sentinel, settings, first node, second node', async () => {
  const blocks = await Promise.all(
    [
      'CHOOSE-ONE',
      'iptables.sh peers',
      'redis-sentinel',
      'livekit-peers.conf',
      'keys.tar)',
      'rm ~/keys.tar',
    ].map((word) => guideBlock('cluster/README.md', word)),
  );
  const [begin = [], firewall = [], redis = [], settings = [], first = [], other = []] = blocks;
  const on = (index: number, ...parts: readonly (readonly string[])[]) => {
    const { privateIp = '', publicIp = '' } = places[index] ?? {};
    const own = rewrite(begin.join('\n'), {
      '10.0.1.11 10.0.1.12 10.0.1.13': '10.0.1.11 10.0.1.12',
      'own=10.0.1.11 public=203.0.113.11': `own=${privateIp} public=${publicIp}`,
      'CHOOSE-ONE': password,
      'CHOOSE-ANOTHER': `${password}-too`,
      'first-room-*/deploy/cluster': (install[index] ?? '').replace('install.sh', 'cluster'),
    });
    const lines = typed([[own], ...parts]).replaceAll(
      '--before-dns',
      '--before-dns --livekit /srv/shared/livekit-server',
    );
    const { said, status } = nodes[index]?.vm.run(`set -euo pipefail; ${lines}`) ?? {};
    expect(status, said).toBe(0);
    return said;
  };
  for (const index of [0, 1]) {
    nodes[index]?.vm.run('mkdir -p /etc/iptables');
    on(index, firewall, redis);
  }
  for (const index of [0, 1]) on(index, settings);
  expect(on(0, first)).toContain('/#key=');
  nodes[0].vm.run('cp ~/keys.tar /srv/shared/');
  await copyFile(join(nodes[0].vm.shared, 'keys.tar'), join(nodes[1].vm.shared, 'keys.tar'));
  nodes[1].vm.run('mv /srv/shared/keys.tar ~/');
  expect(on(1, other)).toContain('2 in Redis: ');
  expect(registered(nodes[1])).toBe('2');
  expect(nodes.map(modes)).toEqual([safeModes, safeModes]);
  const [key, sameKey] = nodes.map(
    ({ vm }) => vm.run('cat /etc/first-room/token.env /etc/first-room/livekit-keys.yaml').said,
  );
  expect(sameKey).toBe(key);
});

/**
 * Returns the checksums of a node's files, without Sentinel's own file, which Sentinel rewrites at any time, and
 * without iptables' saved rules, which contain a date.
 */
const contentsOf = (node: Installation) =>
  node
    .contents()
    .split('\n')
    .filter((line) => !/\/etc\/(redis|iptables)\b/.test(line))
    .join('\n');

test('a second run of install.sh on a node changes nothing', () => {
  const [, node] = nodes;
  const [contents, processes] = [contentsOf(node), node.processes()];
  const { said, status } = node.vm.run(`${install[1]} --before-dns`);
  expect(said).toContain('Nothing had to be changed.');
  expect(status, said).toBe(0);
  expect(contentsOf(node)).toBe(contents);
  expect(node.processes()).toBe(processes);
});

test('updating each node, and rolling back, keep Redis and the files’ modes', async () => {
  for (const node of nodes) {
    const next = await node.unpack(
      rewritten('deploy/livekit.yaml', (text) =>
        text.replace('max_room_name_length: 256', 'max_room_name_length: 255'),
      ),
    );
    const { said, status } = node.vm.run(`${next} --before-dns`);
    expect(said).toContain('first-room-livekit restarted');
    // The entry that the previous run left in Redis must be counted neither as a dead node nor as a third node.
    expect(said).toContain('2 in Redis: ');
    expect(status, said).toBe(0);
    const settings = node.vm.run('cat /etc/first-room/livekit.yaml').said;
    expect(settings).toContain('max_room_name_length: 255');
    expect(settings).toContain(`password: ${password}`);
    expect(modes(node)).toBe(safeModes);
  }
  const [, node] = nodes;
  const back = node.vm.run('/opt/first-room/current/deploy/install.sh --rollback --before-dns');
  expect(back.status, back.said).toBe(0);
  const settings = node.vm.run('cat /etc/first-room/livekit.yaml').said;
  expect(settings).toContain('max_room_name_length: 256');
  expect(settings).toContain(`password: ${password}`);
  expect(modes(node)).toBe(safeModes);
});

test('a file that was changed by hand stops the update with a message, and --overwrite keeps a copy of the file', () => {
  const [node] = nodes;
  const { vm } = node;
  const files = [
    '/etc/first-room/livekit.yaml',
    '/etc/nginx/first-room/site.conf',
    '/etc/systemd/system/first-room-token.service',
  ];
  vm.run(
    `sed -i 's/max_room_name_length: .*/max_room_name_length: 500/' ${files[0] ?? ''}; for file in ${files.slice(1).join(' ')}; do echo '# mine' >> $file; done`,
  );
  const before = [contentsOf(node), node.processes()];
  const refused = vm.run(`${install[0]} --before-dns`);
  for (const file of files)
    expect(refused.said).toContain(`${file} was not written by install.sh, or was changed since.`);
  expect(refused.said).toContain('Sections that differ: limit.');
  expect(refused.status).toBe(1);
  expect([contentsOf(node), node.processes()]).toEqual(before);

  expect(vm.run(`${install[0]} --before-dns --overwrite`).status).toBe(0);
  expect(
    vm.run(
      `grep max_room_name_length ${files[0] ?? ''} ${files[0] ?? ''}.by-hand; stat -c %a ${files[0] ?? ''}.by-hand`,
    ).said,
  ).toMatch(/max_room_name_length: 256\n.*max_room_name_length: 500\n640\n$/);
  expect(vm.run(`${install[0]} --before-dns`).said).toContain('Nothing had to be changed.');
});

test('updating a node that was set up by hand, without local settings, is refused with a message', () => {
  const { vm } = nodes[1];
  vm.run('cd /etc/first-room && rm written.sha256 && mv livekit.local.yaml /root/');
  const { said, status } = vm.run(`${install[1]} --before-dns`);
  expect(said).toContain('Move the changed sections into /etc/first-room/livekit.local.yaml');
  expect(said).toMatch(/Sections that differ: bind_addresses, node_selector, redis, signal_relay\./);
  expect(status).toBe(1);
  vm.run('mv /root/livekit.local.yaml /etc/first-room/');
  expect(vm.run(`${install[1]} --before-dns`).status).toBe(0);
});

const wrong = [
  { what: 'a second YAML document', line: '---', says: 'has a line that ends a YAML document' },
  { what: 'a password that was not set', line: '# CHANGE-ME', says: 'still has a CHANGE-ME in it' },
  {
    what: 'an rtc section without the public address',
    line: 'rtc:\n  udp_port: 7882',
    says: 'It must name the public IP: `node_ip: 198.51.100.11`',
  },
  {
    what: 'a setting that LiveKit does not know',
    line: 'redes:\n  address: here',
    says: 'LiveKit rejects deploy/livekit.yaml with /etc/first-room/livekit.local.yaml',
  },
];
for (const { what, line, says } of wrong) {
  test(`local settings with ${what} are refused before anything is changed`, () => {
    const [node] = nodes;
    const { vm } = node;
    const file = '/etc/first-room/livekit.local.yaml';
    vm.run(`cp -a ${file} /root/; printf -- '${line}\\n' >> ${file}`);
    const before = [contentsOf(node), node.processes()];
    const { said, status } = vm.run(`${install[0]} --before-dns`);
    const after = [contentsOf(node), node.processes()];
    vm.run(`cp -a /root/livekit.local.yaml ${file}`);
    expect(said).toContain(says);
    expect(status).toBe(1);
    expect(after).toEqual(before);
  });
}
