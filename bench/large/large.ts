/**
 * `npm run bench:large`: guests in many rooms on one LiveKit node that has one core, with token handler and nginx beside
 * it. Adds rooms until guests do not get in, or get fewer packets, and then says what a guest of the app reads.
 *
 * `-- --nodes 2` has two nodes with Redis; `-- --rooms 20 --guests 10` sets the first step, `-- --step 5` the rooms that
 * each further step adds, and `-- --most 60` the rooms after which the bench ends. bench/README.md says how it is measured.
 */
import { randomBytes } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { describeNotFound, findLivekit } from '../../local/livekit/findLivekit.ts';
import { builtProject } from '../../local/project.ts';
import { createScreen } from '../../local/screen.ts';
import { fakeDevices } from '../../testing/browserArguments.ts';
import { findHeadlessShell } from '../../testing/chromium.ts';
import { cpuSeconds } from '../cpuSeconds.ts';
import { enterVisitors, recordLayers, type Visitors } from '../crowd.ts';
import { residentMegabytes } from '../processState.ts';
import { besideNodes, startLarge, type LargeServer } from './largeServer.ts';

const root = join(import.meta.dirname, '..', '..');
/** Time after the joins of a step in which subscriptions and congestion control settle. */
const settleMs = 8000;
const measureMs = 10_000;
/** A server is broken if a twentieth of the joins takes longer, or if guests receive a tenth fewer packets than in the first step. */
const longestJoinMs = 10_000;
const leastShare = 0.9;
/** Longest time that a guest of the app is given to get in. */
const pageLimitMs = 60_000;

interface Step {
  rooms: number;
  joins: Visitors;
  packets: number;
  /** CPU time, as a share of one core. */
  shares: { livekit: number; token: number; nginx: number; crowd: number };
  joinMs: { livekit: number; token: number; nginx: number };
  megabytes: number;
}

const { values: options } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    rooms: { type: 'string', default: '20' },
    guests: { type: 'string', default: '10' },
    step: { type: 'string', default: '5' },
    most: { type: 'string', default: '60' },
    built: { type: 'boolean', default: false },
  },
});
const nodes = wholeNumber(options.nodes);
const firstRooms = wholeNumber(options.rooms);
const guests = wholeNumber(options.guests);
const more = wholeNumber(options.step);
const most = wholeNumber(options.most);
const found = await findLivekit({
  environment: process.env,
  screen: createScreen(process.stderr),
  signal: new AbortController().signal,
});
if (!found.ok) throw new Error(describeNotFound(found.failure));
if (!options.built) await builtProject(root).prepare(new AbortController().signal);

const server = await startLarge({
  root,
  livekit: found.value.path,
  keys: { apiKey: 'bench', apiSecret: randomBytes(32).toString('base64url') },
  count: nodes,
  rooms: Array.from({ length: most + more }, (_, index) => `large-${String(index + 1)}`),
});
const crowds: Visitors[] = [];
let browser: Browser | undefined;
try {
  const executablePath = findHeadlessShell();
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: fakeDevices });
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await run(server, page);
} finally {
  await Promise.all(crowds.map((crowd) => crowd.leave()));
  await browser?.close();
  await server.stop();
}

async function run(on: LargeServer, page: Page) {
  await page.goto(`${on.origin}/?room=large-1&name=Guest`);
  await recordLayers(page);
  say(
    '| rooms | guests | joins/s | join: median, p95 ms | not let in | packets/s | packets a guest | LiveKit | token | nginx | guests’ program | CPU ms a join: LiveKit, token, nginx | LiveKit’s memory |',
  );
  say(`|${' --- |'.repeat(13)}`);
  let first: Step | undefined;
  for (let rooms = 0; rooms < most;) {
    const step = await measure(on, rooms + 1, rooms === 0 ? firstRooms : more);
    rooms = step.rooms;
    tell(step);
    first ??= step;
    const why = brokenBy(step, first);
    if (why !== undefined) {
      say(`\nBroken with ${String(rooms)} rooms: ${why}.`);
      for (const [error, count] of Object.entries(step.joins.refused))
        say(`- ${String(count)} guests: ${error}`);
      break;
    }
  }
  say(`\nA guest of the app, then: ${await readBy(page)}`);
  const busy = loadavg().map((average) => average.toFixed(1));
  say(
    `\n${String(nodes)} LiveKit node(s), each on a core of its own; ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${busy.join(' ')}. Shares are of one core.`,
  );
}

async function measure(on: LargeServer, first: number, rooms: number): Promise<Step> {
  const before = used(on);
  const joins = await enterVisitors({
    root,
    origin: on.origin,
    first,
    rooms,
    guests,
    prefix: (command) => besideNodes(nodes, command),
  });
  crowds.push(joins);
  const after = used(on);
  await wait(settleMs);
  const [then, packetsThen, crowdThen] = [used(on), packetsOfAll(), crowdSeconds()];
  await wait(measureMs);
  const now = used(on);
  const seconds = measureMs / 1000;
  const count = rooms * guests;
  return {
    rooms: first - 1 + rooms,
    joins,
    packets: (packetsOfAll() - packetsThen) / seconds,
    shares: {
      livekit: (now.livekit - then.livekit) / seconds,
      token: (now.token - then.token) / seconds,
      nginx: (now.nginx - then.nginx) / seconds,
      crowd: (crowdSeconds() - crowdThen) / seconds,
    },
    joinMs: {
      livekit: ((after.livekit - before.livekit) * 1000) / count,
      token: ((after.token - before.token) * 1000) / count,
      nginx: ((after.nginx - before.nginx) * 1000) / count,
    },
    megabytes: on.nodes.reduce((sum, { pid }) => sum + residentMegabytes(pid), 0),
  };
}

function brokenBy({ joins, packets, rooms }: Step, first: Step): string | undefined {
  const failed = Object.values(joins.refused).reduce((sum, count) => sum + count, 0);
  if (failed > 0) return `${String(failed)} guests did not get in`;
  if (joins.p95Ms > longestJoinMs) return `a twentieth of the joins took longer than ${joins.p95Ms} ms`;
  const share = packets / rooms / (first.packets / first.rooms);
  if (share < leastShare)
    return `guests received ${(share * 100).toFixed(0)} % of the packets of the first step`;
  return undefined;
}

function tell({ rooms, joins, packets, shares, joinMs, megabytes }: Step) {
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
  const cells = [
    rooms,
    rooms * guests,
    ((joins.joined / joins.allMs) * 1000).toFixed(1),
    `${joins.medianMs}, ${joins.p95Ms}`,
    Object.values(joins.refused).reduce((sum, count) => sum + count, 0),
    packets.toFixed(0),
    (packets / rooms / guests).toFixed(1),
    percent(shares.livekit),
    percent(shares.token),
    percent(shares.nginx),
    percent(shares.crowd),
    `${joinMs.livekit.toFixed(1)}, ${joinMs.token.toFixed(1)}, ${joinMs.nginx.toFixed(1)}`,
    `${megabytes.toFixed(0)} MB`,
  ];
  say(`| ${cells.join(' | ')} |`);
}

/** Clicks on Join, and returns whether the guest gets in, or what the page says. */
async function readBy(page: Page): Promise<string> {
  const clickedAtMs = performance.now();
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const isIn = page.locator('main[data-connection]').waitFor({ timeout: pageLimitMs });
  const said = page.getByRole('alert').first();
  const outcome = await Promise.race([
    isIn.then(() => 'is in the room'),
    said.waitFor({ timeout: pageLimitMs }).then(async () => `reads “${await said.innerText()}”`),
  ]).catch(() => `has neither got in nor read a sentence after ${pageLimitMs / 1000} s`);
  return `${outcome} after ${((performance.now() - clickedAtMs) / 1000).toFixed(1)} s`;
}

function used({ nodes: all, tokenHandler, nginx }: LargeServer) {
  return {
    livekit: all.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    token: cpuSeconds(tokenHandler.pid),
    nginx: cpuSeconds(nginx.pid),
  };
}

function packetsOfAll(): number {
  return crowds.reduce((sum, crowd) => sum + crowd.packets(), 0);
}

function crowdSeconds(): number {
  return crowds.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text} is not a whole number from 1.`);
  return number;
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
