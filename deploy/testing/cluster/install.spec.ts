import { execFileSync } from 'node:child_process';
import { copyFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { inRoom } from '../../../testing/inRoom.ts';
import { expectMovingVideo, expectSilence, tile } from '../../../testing/observe.ts';
import { openGuestComputer } from '../booted/openGuestComputer.ts';
import { prepareInstallation, rewritten, type Installation } from '../booted/installation.ts';
import { readExamination, type Examination } from '../../../doctor/testing/examine.ts';
import { expect, test } from '../deploymentTest.ts';
import { redisSentinel } from '../toolCache.ts';
import { guideBlock, withoutComments } from '../guide.ts';
import { rewrite } from '../rewrite.ts';
import { listening, messages, watchForDoubles, watchVideo, write } from './clusterTest.ts';

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
  // Connects the two nodes by a veth pair, as a private network does. The second node uses the Redis of the first.
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
      // The addresses of a node. The node's public address, which is configured, must be the first one of its
      // interface: LiveKit uses only the first of its own addresses.
      `ip address flush dev ens3 && ip address add ${own?.publicIp ?? ''}/24 dev ens3 && ip address add 203.0.113.20/24 dev ens3 && ` +
        `ip address add ${own?.privateIp ?? ''}/24 dev private0 && ip link set private0 up && ` +
        // Each node reaches the other's public address over the veth pair, and answers from its own public address.
        `ip route replace ${other?.publicIp ?? ''}/32 via ${other?.privateIp ?? ''} src ${own?.publicIp ?? ''}`,
    );
  }
  // Unpacks Debian's package with Sentinel. The guide installs it with apt-get, but the machine on which the tests run
  // has only Redis.
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

/** Returns how many nodes are registered in Redis, as one of the nodes sees it. */
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

/** Joins the guide's commands into one line that root can run on a node. */
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
  const withRooms = rewrite(first.join('\n'), {
    'HOST=0.0.0.0': 'HOST=0.0.0.0\nROOMS=my-first-room,another-room',
  });
  expect(on(0, [withRooms])).toContain('/#key=');
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
 * Returns the checksums of a node's files. Left out are Sentinel's own file, which Sentinel rewrites at any time, and
 * iptables' saved rules, which contain a date.
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

/**
 * Returns the name that this node's LiveKit has in Redis: another one after each start, and `undefined` while LiveKit
 * is down.
 */
const idOf = ({ vm }: Installation) =>
  /node_id="(\w+)"/.exec(vm.run('curl -s http://127.0.0.1:6789/metrics').said)?.[1];
/** Returns the name of the LiveKit that has this room. */
const roomOf = (room: string) =>
  nodes[0].vm
    .run(`redis-cli -h 10.0.1.11 -a ${password} --no-auth-warning hget room_node_map ${room}`)
    .said.trim();
const hostOf = (room: string) => nodes.find((node) => idOf(node) === roomOf(room));
const isActive = ({ vm }: Installation) => vm.run('systemctl is-active first-room-livekit').said.trim();

test('each node is updated by the guide’s commands during a call, and rolled back: an idle node, a node in use when its call has ended, or at once; Redis and the files’ modes stay', async ({}, testInfo) => {
  const releases = await Promise.all(
    nodes.map(async (node) => {
      const next = await node.unpack(
        rewritten('deploy/livekit.yaml', (text) =>
          text.replace('max_room_name_length: 256', 'max_room_name_length: 255'),
        ),
      );
      return next.replace(/first-room-[^/]*\/deploy\/install.sh$/, '*.tar.gz');
    }),
  );
  const drainAndUpdate = withoutComments(await guideBlock('cluster/README.md', 'first-room update RELEASE'));
  const [drain = '', untilDrained = '', update = ''] = drainAndUpdate.map((line) => typed([[line]]));
  const kill = typed([await guideBlock('cluster/README.md', 'kill -s KILL')]);
  const updateOf = (node: Installation) => rewrite(update, { RELEASE: releases[nodes.indexOf(node)] ?? '' });
  const expectUpdated = (
    node: Installation,
    { said, status }: { said: string; status: number | null },
    to: string,
  ) => {
    expect(said).toContain('first-room-livekit restarted');
    // LiveKit's entry from before the update is still in Redis. The doctor must count it neither as a dead node nor as
    // a third one.
    expect(said).toContain('2 in Redis: ');
    expect(status, said).toBe(0);
    const settings = node.vm.run('cat /etc/first-room/livekit.yaml').said;
    expect(settings).toContain(`max_room_name_length: ${to}`);
    expect(settings).toContain(`password: ${password}`);
    expect(modes(node)).toBe(safeModes);
  };

  const computer = await openGuestComputer(
    nodes.map(({ vm }, index) => ({ vm, publicIp: places[index]?.publicIp ?? '' })),
    testInfo.outputDir,
  );
  const link = nodes[0].vm.run('first-room link').said.trim();
  const enter = async (name: string, { room = 'my-first-room', listens = false } = {}): Promise<Page> => {
    const context = await computer.browser.newContext({
      ignoreHTTPSErrors: true,
      locale: 'en-GB',
      ...(listens && listening(link)),
    });
    const page = await context.newPage();
    await page.goto(link.replace('/#', `/?room=${room}&name=${name}#`));
    await page.getByRole('button', { name: 'Join' }).click();
    await inRoom(page);
    return page;
  };
  const leave = async (page: Page) => {
    await page.getByRole('button', { name: 'Leave' }).click();
    await expect(page.getByRole('heading', { name: 'You left the room.' })).toBeVisible();
  };

  // Ben sends no media, which saves encoding. Aiko mutes her microphone.
  const aiko = await enter('Aiko');
  const ben = await enter('Ben', { listens: true });
  await expectMovingVideo(ben, 'Aiko');
  await aiko.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/muted/);
  await write(aiko, 'Before');
  await expect(ben.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  const inUse = hostOf('my-first-room');
  const idle = nodes.find((node) => node !== inUse);
  if (!inUse || !idle) throw new Error('No node has the room.');
  const doubles = await Promise.all([watchForDoubles(aiko, 'Ben'), watchForDoubles(ben, 'Aiko')]);
  const gaps = await watchVideo(ben, 'Aiko');

  // Updates the idle node. Its LiveKit ends at once, and guests whose signalling went through it use the other node's.
  expectUpdated(idle, idle.vm.run([drain, untilDrained, updateOf(idle)].join('\n')), '255');
  await expectMovingVideo(ben, 'Aiko');
  expect(hostOf('my-first-room')).toBe(inUse);
  await expect(aiko.getByText('2 people')).toBeVisible();
  const idleGaps = await gaps();

  // Starts, in the background, the update of the node with the call. The update waits until this node's LiveKit has
  // ended, which happens when everybody has left it.
  inUse.vm.run(
    `systemd-run --quiet --unit=update --property=Type=exec --remain-after-exit bash -c '${[drain, untilDrained, updateOf(inUse)].join('\n')}'`,
  );
  await expect.poll(() => isActive(inUse)).toBe('deactivating');
  const newcomer = await enter('Chika', { room: 'another-room', listens: true });
  await expect(tile(newcomer, 'Chika \\(you\\)')).toBeVisible();
  expect(hostOf('another-room')).toBe(idle);
  await leave(newcomer);
  expect(hostOf('my-first-room')).toBe(inUse);
  await expectMovingVideo(ben, 'Aiko');
  expect(isActive(inUse)).toBe('deactivating');

  // Ends LiveKit at once, as when the person who runs the server does not want to wait any longer.
  const killedAt = Date.now();
  const killedId = idOf(inUse);
  inUse.vm.run(kill);
  // When the guests are back, the room may be on either node, because the update starts LiveKit again.
  await expect.poll(() => roomOf('my-first-room') !== killedId).toBe(true);
  await expectMovingVideo(ben, 'Aiko');
  const backMs = Date.now() - killedAt;
  const outcomeOf = ({ vm }: Installation, unit: string) => ({
    said: vm.run(`journalctl --unit=${unit} --output=cat`).said,
    status: Number(vm.run(`systemctl show --property=ExecMainStatus --value ${unit}`).said),
  });
  const subState = ({ vm }: Installation, unit: string) =>
    vm.run(`systemctl show --property=SubState --value ${unit}`).said.trim();
  await expect.poll(() => subState(inUse, 'update')).toMatch(/exited|failed/);
  expectUpdated(inUse, outcomeOf(inUse, 'update'), '255');
  await write(ben, 'After');
  for (const page of [aiko, ben]) {
    await expect(messages(page).getByText('After')).toHaveCount(1);
    await expect(messages(page).getByText('Before')).toHaveCount(1);
    await expect(page.getByText('2 people')).toBeVisible();
  }
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/muted/);
  await expectSilence(ben);
  for (const most of doubles) expect(await most()).toBe(1);

  // Starts, in the background, the rollback of the node with the call. The rollback waits until everybody has left.
  const last = hostOf('my-first-room');
  if (!last) throw new Error('No node has the room.');
  const rollback = typed([['sudo first-room rollback --before-dns']]);
  last.vm.run(
    `systemd-run --quiet --unit=back --property=Type=exec --remain-after-exit bash -c '${[drain, untilDrained, rollback].join('\n')}'`,
  );
  await expect.poll(() => isActive(last)).toBe('deactivating');
  await expectMovingVideo(ben, 'Aiko');
  for (const page of [aiko, ben]) await leave(page);
  await expect.poll(() => subState(last, 'back')).toMatch(/exited|failed/);
  expectUpdated(last, outcomeOf(last, 'back'), '256');
  testInfo.annotations.push({ type: 'gaps, back ms', description: JSON.stringify({ idleGaps, backMs }) });
  await computer.close();
});

test('guests get in as soon as LiveKit is back on both nodes, also if both were down at once', async () => {
  for (const { vm } of nodes)
    vm.run('systemctl kill --signal=KILL first-room-livekit; systemctl stop first-room-livekit');
  const status = ({ vm }: Installation, port: number, path: string) =>
    vm.run(`curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:${String(port)}${path}`).said;
  for (const node of nodes) expect(status(node, 8080, '/rtc/health')).toBe('502');
  for (const { vm } of nodes) vm.run('systemctl start first-room-livekit');
  for (const node of nodes) await expect.poll(() => status(node, 7880, '/')).toBe('200');
  expect(nodes.map((node) => status(node, 8080, '/rtc/health'))).toEqual(['200', '200']);
});

test('the doctor on one node finds another one dead, a Sentinel stopped, and Redis without its log on disk; the lines that it prints fix them', async () => {
  const [here, other] = nodes;
  other.vm.run('systemctl kill --signal=KILL first-room-livekit; systemctl stop first-room-livekit');
  here.vm.run(
    `systemctl stop redis-sentinel; redis-cli -h 10.0.1.11 -a ${password} --no-auth-warning config set appendonly no`,
  );
  const examined = () => {
    const { said, status } = here.vm.run(
      '/usr/bin/node /opt/first-room/current/doctor/doctor.mjs --json --vm',
    );
    return readExamination(status ?? -1, said);
  };
  const steps = new Set(['sentinel', 'redis: on disk', 'node 198.51.100.12']);
  const those = ({ findings }: Examination) => findings.filter(({ step }) => steps.has(step));
  const found = those(examined());
  expect(found.map(({ step, state }) => [step, state])).toEqual([
    ['sentinel', expect.stringMatching(/look|wrong/)],
    ['redis: on disk', 'look'],
    ['node 198.51.100.12', 'wrong'],
  ]);
  for (const { step, ...finding } of found) {
    const lines = 'cure' in finding ? finding.cure.lines : [];
    const restarts = lines.filter((line) => line.startsWith('sudo systemctl restart '));
    expect(restarts).toHaveLength(1);
    const { vm } = step.startsWith('node') ? other : here;
    expect(vm.run(typed([restarts])).status).toBe(0);
  }
  await expect.poll(() => those(examined()).map(({ state }) => state)).toEqual(['fine', 'fine', 'fine']);
  // On each node LiveKit reports joins to the token handler of the same node.
  expect(examined().of('told who joins')).toMatchObject([
    { state: 'fine', seen: 'http://127.0.0.1:5000/webhook' },
  ]);
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
  const { vm } = nodes[0];
  vm.run('cd /etc/first-room && rm written.sha256 && mv livekit.local.yaml /root/');
  const { said, status } = vm.run(`${install[0]} --before-dns`);
  expect(said).toContain('Move the changed sections into /etc/first-room/livekit.local.yaml');
  expect(said).toMatch(/Sections that differ: bind_addresses, node_selector, redis, signal_relay\./);
  expect(status).toBe(1);
  vm.run('mv /root/livekit.local.yaml /etc/first-room/');
  expect(vm.run(`${install[0]} --before-dns`).status).toBe(0);
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
