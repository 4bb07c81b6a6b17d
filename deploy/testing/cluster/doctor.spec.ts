import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestInfo } from 'playwright/test';
import type { Finding } from '../../../doctor/finding.ts';
import { examine } from '../../../doctor/testing/examine.ts';
import { startChild } from '../../../local/child.ts';
import { livekitConfig, type LivekitChoices } from '../../../local/livekit/livekitConfig.ts';
import { findFreePorts, isAnswered } from '../../../local/ports.ts';
import { program } from '../programs.ts';
import { askRedis, expect, kill, test, type TestCluster } from './clusterTest.ts';

/** Runs the doctor on the machine of the first node, and returns its findings about Redis and the nodes. */
async function examineFrom(
  { keys, cluster }: TestCluster,
  testInfo: TestInfo,
  redis?: LivekitChoices['redis'],
) {
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('There is no node.');
  const folder = testInfo.outputPath('etc');
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'livekit.yaml');
  const environment = join(folder, 'token.env');
  // Writes LiveKit's configuration as JSON, which is valid YAML.
  await writeFile(config, livekitConfig({ ...node.choices, ...(redis && { redis }) }));
  await writeFile(environment, `LIVEKIT_API_KEY=${keys.apiKey}\nLIVEKIT_API_SECRET=${keys.apiSecret}\n`);
  const found = await examine(['--vm', '--livekit-config', config, '--token-env', environment]);
  expect(found.text).not.toContain(cluster.redisChoices.password);
  expect(found.text).not.toMatch(/eyJ/);
  const findings = found.findings.filter(({ step }) => /^(redis|sentinel|node|nodes)\b(?!_)/.test(step));
  return { findings, of: found.of };
}

const wrongSteps = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'wrong').map(({ step }) => step);

test("the host's doctor finds nothing wrong with Redis and both nodes, and tests the media of each node", async ({
  openNodes,
}, testInfo) => {
  const server = await openNodes();
  const { findings, of } = await examineFrom(server, testInfo);
  // The doctor's only finding is that this cluster has a single Redis. It does not complain that both nodes are on
  // loopback.
  expect(findings.filter(({ state }) => state === 'look' || state === 'wrong')).toMatchObject([
    { step: 'redis: replicas', state: 'look' },
  ]);
  expect(of('redis: on disk')).toMatchObject([{ seen: 'every change (appendonly)' }]);
  const ids = askRedis(server.cluster, 'HKEYS', 'nodes').split('\n');
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    expect(of(`node ${id}: signalling`)).toMatchObject([{ state: 'fine' }]);
    expect(of(`node ${id}: media over UDP`)).toMatchObject([
      { state: 'fine', seen: expect.stringMatching(/ answers in \d+ ms$/) },
    ]);
  }
  const ports = findings.flatMap(({ step, seen }) =>
    step.endsWith('media over UDP') ? [seen.split(' ')[0]] : [],
  );
  expect(new Set(ports)).toEqual(
    new Set(server.cluster.nodes.map(({ choices }) => `127.0.0.1:${String(choices.udpPort)}`)),
  );
  // The doctor has closed the rooms that it opened for the connection check, so Redis has no room left.
  expect(askRedis(server.cluster, 'HLEN', 'rooms')).toBe('0');
});

test("the host's doctor reports a killed node, and still tests the other one", async ({
  openNodes,
}, testInfo) => {
  const server = await openNodes();
  const [, dead] = server.cluster.nodes;
  if (dead === undefined) throw new Error('There is no second node.');
  kill(dead.child, 'SIGKILL');
  await dead.child.ended;
  const { findings, of } = await examineFrom(server, testInfo);
  const [step = '', ...more] = wrongSteps(findings);
  expect(more).toEqual([]);
  expect(of(step)).toMatchObject([{ seen: expect.stringContaining('has not reported for') }]);
  expect(findings.filter((one) => one.step.endsWith('media over UDP'))).toMatchObject([{ state: 'fine' }]);
});

test('a node that announces an unused address is reported by its media step', async ({
  openNodes,
}, testInfo) => {
  const server = await openNodes();
  const [node] = server.cluster.nodes;
  if (node === undefined) throw new Error('There is no node.');
  const [port = 0, udpPort = 0] = await findFreePorts(2, 'tcp', '127.0.0.1');
  const right = livekitConfig({ ...node.choices, port, udpPort });
  const astray = startChild({
    name: 'astray',
    command: server.livekit.path,
    args: [],
    environment: {
      PATH: process.env['PATH'],
      LIVEKIT_CONFIG: right.replace('"node_ip":"127.0.0.1"', '"node_ip":"127.0.0.9"'),
    },
  });
  try {
    await expect.poll(() => askRedis(server.cluster, 'HLEN', 'nodes')).toBe('3');
    const { findings } = await examineFrom(server, testInfo);
    expect(wrongSteps(findings)).toEqual(['node 127.0.0.9: media over UDP']);
  } finally {
    await astray.stop();
  }
});

test("the host's doctor distinguishes a wrong password from an unreachable Redis", async ({
  openNodes,
}, testInfo) => {
  const server = await openNodes();
  const { port } = server.cluster.redisChoices;
  const right = `127.0.0.1:${String(port)}`;
  const locked = await examineFrom(server, testInfo, { address: right, password: 'another' });
  expect(wrongSteps(locked.findings)).toEqual(['redis']);
  expect(locked.of('redis')).toMatchObject([
    { seen: expect.stringContaining('WRONGPASS'), cure: { advice: expect.stringContaining('requirepass') } },
  ]);

  const [otherPort = 0] = await findFreePorts(1, 'tcp', '127.0.0.1');
  const place = ['--bind', '127.0.0.1', '--port', String(otherPort), '--save', '', '--maxmemory', '64mb'];
  const other = startChild({
    name: 'redis',
    command: program('redis-server'),
    args: [...place, '--requirepass', 'other', '--maxmemory-policy', 'allkeys-lru'],
    environment: { PATH: process.env['PATH'] },
    cwd: testInfo.outputPath(),
  });
  const address = `127.0.0.1:${String(otherPort)}`;
  try {
    await expect.poll(() => isAnswered({ address: '127.0.0.1', port: otherPort })).toBe(true);
    const forgetful = await examineFrom(server, testInfo, { address, password: 'other' });
    expect(wrongSteps(forgetful.findings)).toEqual(['redis: memory', 'nodes']);
    expect(forgetful.of('redis: on disk')).toMatchObject([{ state: 'look' }]);
    expect(forgetful.of('nodes')).toMatchObject([{ seen: 'none is registered in Redis' }]);
  } finally {
    await other.stop();
  }

  const gone = await examineFrom(server, testInfo, { address, password: 'other' });
  expect(wrongSteps(gone.findings)).toEqual(['redis']);
  expect(gone.of('redis')).toMatchObject([{ seen: expect.stringContaining('refuses the connection') }]);
});
