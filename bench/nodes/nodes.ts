/**
 * `npm run bench:nodes`: compares the capacity of one and two LiveKit nodes that each have the same share of a
 * processor, in turn, with real guests over HAProxy and Redis; `-- --rounds 1` sets the number of rounds (3).
 * bench/README.md says what is measured and what is computed.
 */
import { randomBytes } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { findClusterPrograms } from '../../local/cluster/programs.ts';
import { describeNotFound, findLivekit } from '../../local/livekit/findLivekit.ts';
import { createScreen } from '../../local/screen.ts';
import { buildLoadGenerator, runLoad, type Load } from './guests.ts';
import { startPinned } from './pinnedCluster.ts';

/**
 * The share of one processor that each LiveKit node may use. It is so small that, on a machine with two processors, the
 * nodes reach their limit before the load generator does.
 */
const share = 0.05;
const seconds = 8;
/**
 * Arguments of the load generator for measuring joins, which fill 12 rooms at the same time; each node gets half of
 * them.
 */
const joining = ['-joins', '-rooms', '12', '-seconds', String(seconds)];
/**
 * Arguments of the load generator for measuring packets: 8 rooms with one speaker (100 packets a second) and 9
 * listeners each. That makes 7,200 packets a second, more than two nodes forward.
 */
const speaking = ['-rooms', '8', '-listeners', '9', '-seconds', String(seconds)];

interface Round {
  joins: Load;
  packets: Load;
}

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  throw new Error(`--rounds must be a whole number from 1, not ${options.rounds}.`);
}

const keys = { apiKey: 'bench', apiSecret: randomBytes(32).toString('base64url') };
const found = await findLivekit({
  environment: process.env,
  screen: createScreen(process.stderr),
  signal: new AbortController().signal,
});
if (!found.ok) throw new Error(describeNotFound(found.failure));
const livekit = found.value.path;
const programs = await findClusterPrograms(process.env);
const guests = buildLoadGenerator();

let isTold = false;
const one: Round[] = [];
const two: Round[] = [];
for (let round = 0; round < rounds; round += 1) {
  one.push(await measure(1));
  two.push(await measure(2));
}
print();

async function measure(count: number): Promise<Round> {
  const cluster = await startPinned({ livekit, programs, keys, count, share });
  if (!cluster.isLimited && !isTold) {
    isTold = true;
    say(
      'The nodes have no limit here (that needs Linux and root): what they carry is limited by this machine, and only CPU times count.',
    );
  }
  try {
    return {
      joins: await runLoad(guests, cluster, keys, joining),
      packets: await runLoad(guests, cluster, keys, speaking),
    };
  } finally {
    await cluster.stop();
  }
}

function print() {
  const rows: [string, (round: Round) => number, number][] = [
    ['joins/s', ({ joins }) => joins.joins / joins.seconds, 1],
    ['failed joins', ({ joins, packets }) => joins.failed + packets.failed, 0],
    ['CPU ms a join, all nodes', ({ joins }) => (joins.cpuSeconds * 1000) / joins.joins, 2],
    ['joins/s for each whole processor (computed)', ({ joins }) => joins.joins / joins.cpuSeconds, 0],
    ['packets/s', ({ packets }) => packets.received / packets.seconds, 0],
    ['lost, %', ({ packets }) => 100 * (1 - packets.received / packets.expected), 2],
    ['CPU µs a packet, all nodes', ({ packets }) => (packets.cpuSeconds * 1e6) / packets.received, 1],
    [
      'packets/s for each whole processor (computed)',
      ({ packets }) => packets.received / packets.cpuSeconds,
      0,
    ],
  ];
  const busy = loadavg().map((average) => average.toFixed(1));
  say(`${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${busy.join(' ')}`);
  say(
    `Medians of ${String(rounds)} rounds in turn, least and most behind them; each node has ${String(share)} processors.\n`,
  );
  say('|  | 1 node | 2 nodes | ratio |');
  say('| --- | --- | --- | --- |');
  for (const [name, value, digits] of rows) {
    const [a, b] = [spread(one.map(value)), spread(two.map(value))];
    const shown = [a, b].map(
      ({ median, least, most }) =>
        `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`,
    );
    const ratio = a.median === 0 ? '' : (b.median / a.median).toFixed(2);
    say(`| ${[name, ...shown, ratio].join(' | ')} |`);
  }
}

function spread(values: readonly number[]) {
  const sorted = values.toSorted((low, high) => low - high);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  };
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
