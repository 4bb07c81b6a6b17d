import { expect, test } from 'vitest';
import { judgeNodes, livingNodes, nameOf } from './judgeNodes.ts';
import type { RegisteredNode } from './registeredNode.ts';

const now = 1_700_000_000;

function node(ip: string, more: Partial<RegisteredNode> = {}): RegisteredNode {
  const id = `ND_${ip}`;
  return { id, ip, isDraining: false, updatedAt: now - 1, rooms: 3, people: 12, cpuLoad: 0.25, ...more };
}

/** Returns the nodes' entries as they were six seconds before, when the doctor read Redis for the first time. */
const earlier = (nodes: readonly RegisteredNode[]) =>
  nodes.map((one) => ({ ...one, updatedAt: one.updatedAt - 6 }));

function judge(nodes: readonly RegisteredNode[], { before = earlier(nodes), ownIp = '203.0.113.11' } = {}) {
  const observed = {
    before: { nodes: before, readAtSeconds: now - 6 },
    after: { nodes, readAtSeconds: now },
    ownIp,
  };
  return {
    said: judgeNodes(observed).map(({ step, state, seen }) => `${step}: ${state}: ${seen}`),
    living: livingNodes(observed).map(({ ip }) => ip),
  };
}

const two = [node('203.0.113.11'), node('203.0.113.12')];

test('nodes that update their entries are fine, and are reported with their load', () => {
  expect(judge(two).said).toEqual([
    'nodes: fine: 2 in Redis: 203.0.113.11, 203.0.113.12',
    'node 203.0.113.11: fine: ND_203.0.113.11: 3 rooms, 12 people, 25 % CPU',
    'node 203.0.113.12: fine: ND_203.0.113.12: 3 rooms, 12 people, 25 % CPU',
  ]);
});

test('a node without an update counts as dead, regardless of its clock', () => {
  const nodes = [node('203.0.113.11'), node('203.0.113.12', { updatedAt: now - 200 })];
  const { said, living } = judge(nodes, {
    before: [node('203.0.113.11', { updatedAt: now - 7 }), ...nodes.slice(1)],
  });
  expect(said[2]).toContain('wrong: ND_203.0.113.12 has not reported for 200 s');
  expect(living).toEqual(['203.0.113.11']);
});

test('a node with a wrong clock counts as alive, and is reported', () => {
  expect(judge([node('203.0.113.11', { updatedAt: now - 90 })]).said[1]).toContain(
    "wrong: its clock is 90 s behind Redis'",
  );
  expect(judge([node('203.0.113.11', { updatedAt: now + 90 })]).said[1]).toContain(
    "wrong: its clock is 90 s ahead of Redis'",
  );
  expect(judge([node('203.0.113.11', { updatedAt: now - 90 })]).living).toEqual(['203.0.113.11']);
});

test('a draining node is reported as something to look at', () => {
  expect(judge([node('203.0.113.11', { isDraining: true })]).said[1]).toContain(
    'look: ND_203.0.113.11 accepts no new rooms',
  );
});

test("this machine's node is reported when it is not registered", () => {
  expect(judge(two, { ownIp: '203.0.113.13' }).said[0]).toContain(
    "nodes: wrong: this machine's (203.0.113.13) is not among those in Redis",
  );
  expect(judge([]).said).toEqual(['nodes: wrong: none is registered in Redis']);
});

test('the entry of an earlier run of a node is neither a dead node nor a duplicate address', () => {
  const left = node('203.0.113.11', { id: 'ND_before', updatedAt: now - 84 });
  const nodes = [...two, left];
  expect(judge(nodes, { before: [...earlier(two), left] }).said).toEqual([
    'nodes: fine: 2 in Redis: 203.0.113.11, 203.0.113.12',
    'node 203.0.113.11: fine: ND_203.0.113.11: 3 rooms, 12 people, 25 % CPU',
    'node 203.0.113.12: fine: ND_203.0.113.12: 3 rooms, 12 people, 25 % CPU',
    'node ND_before: fine: an earlier run of 203.0.113.11; its entry is removed when a LiveKit starts',
  ]);
});

test('a node that was killed twice is one dead node, also while the entries of both runs are in Redis', () => {
  const runs = [
    node('203.0.113.12', { id: 'ND_first', updatedAt: now - 90 }),
    node('203.0.113.12', { id: 'ND_second', updatedAt: now - 20 }),
  ];
  const own = node('203.0.113.11');
  expect(judge([own, ...runs], { before: [...earlier([own]), ...runs] }).said).toEqual([
    'nodes: fine: 2 in Redis: 203.0.113.11, 203.0.113.12',
    'node 203.0.113.11: fine: ND_203.0.113.11: 3 rooms, 12 people, 25 % CPU',
    expect.stringContaining('node 203.0.113.12: wrong: ND_second has not reported for 20 s'),
    'node ND_first: fine: an earlier run of 203.0.113.12; its entry is removed when a LiveKit starts',
  ]);
});

test('two nodes with one address are reported, unless they are on one machine', () => {
  const doubles = [node('203.0.113.11', { id: 'ND_a' }), node('203.0.113.11', { id: 'ND_b' })];
  expect(judge(doubles).said.at(-1)).toContain('nodes: addresses: wrong: 2 nodes announce the same address');
  expect(doubles.map((one) => nameOf(one, doubles))).toEqual(['node ND_a', 'node ND_b']);
  const here = [node('127.0.0.1', { id: 'ND_a' }), node('127.0.0.1', { id: 'ND_b' })];
  expect(judge(here, { ownIp: '127.0.0.1' }).said).toHaveLength(3);
});
