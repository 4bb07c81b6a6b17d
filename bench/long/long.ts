/**
 * `npm run bench:long`: a call of six people that lasts for hours, with chat, shared screens and lost connections every 20
 * minutes. Reads every minute what pages, token handler and LiveKit hold, and says what grows.
 *
 * `-- --hours 4` sets the length, `-- --every 20` the minutes between the beginnings of two rounds of events, and `-- --write
 * FILE` writes each reading to a file, one JSON object a line. bench/README.md says how it is measured.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findFreePort } from '../../local/ports.ts';
import { builtProject } from '../../local/project.ts';
import { startBenchServer } from '../benchServer.ts';
import { enterCrowd, type Crowd } from '../crowd.ts';
import { openSockets, residentMegabytes } from '../processState.ts';
import { fitLine, flat, isGrowing } from './growth.ts';
import { inspectNode } from './inspectNode.ts';
import { openLongGuest, type LongGuest } from './longGuest.ts';

const root = join(import.meta.dirname, '..', '..');
const room = 'long';
const names = ['Aiko', 'Ben'];
/** Two of the four simulated people stay for the whole call; the other two leave and come again in each round. */
const staying = { first: 1, people: 2 };
const coming = { first: 3, people: 2 };
/** Time after a round of events in which toasts disappear and LiveKit’s client drops what it keeps for reconnects. */
const settleMs = 10_000;
/** The first part of the call does not count: code and caches come to stay. Four hours have half an hour of it. */
const firstPart = 1 / 8;

interface Reading {
  hours: number;
  values: Record<string, number>;
}

const { values: options } = parseArgs({
  options: {
    hours: { type: 'string', default: '4' },
    every: { type: 'string', default: '20' },
    write: { type: 'string' },
    built: { type: 'boolean', default: false },
  },
});
const hours = Number(options.hours);
const everyMs = Number(options.every) * 60_000;
if (!(hours > 0 && everyMs > 0)) throw new Error('--hours and --every must be positive numbers.');
/** A minute; less in a short call, so that each pause between two rounds has some readings. */
const sampleMs = Math.min(60_000, everyMs / 8);

// Ctrl-C ends the call after the round that is going on, and what has been read is printed.
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());

if (!options.built) await builtProject(root).prepare(new AbortController().signal);
const inspectorPort = await findFreePort('tcp', '127.0.0.1');
const server = await startBenchServer(root, {
  ROOMS: room,
  NODE_OPTIONS: `--inspect=127.0.0.1:${String(inspectorPort)}`,
});
const readings: Reading[] = [];
const failures: string[] = [];
let rounds = 0;
const closing: (() => Promise<void>)[] = [() => server.stop()];
try {
  await call();
} finally {
  for (const close of closing.toReversed()) await close();
}
print();
if (failures.length > 0) process.exitCode = 1;

async function call() {
  const tokenHandler = await inspectNode(inspectorPort);
  closing.push(async () => tokenHandler.close());
  const guests: LongGuest[] = [];
  for (const name of names) {
    const guest = await openLongGuest(name, { port: server.ports.app, room });
    closing.push(() => guest.close());
    guests.push(guest);
  }
  const [{ page } = fail()] = guests;
  const livekit = { url: server.livekit.url, keys: server.keys };
  const letIn = (people: { first: number; people: number }): Promise<Crowd> =>
    enterCrowd({ root, livekit, page, room, dtx: true, ...people });
  const stay = await letIn(staying);
  closing.push(() => stay.leave());
  let guestsOfRound = await letIn(coming);
  closing.push(() => guestsOfRound.leave());

  async function read(): Promise<Record<string, number>> {
    const values: Record<string, number> = {};
    for (const guest of guests) {
      for (const [what, value] of Object.entries(await guest.read()))
        values[`${guest.name}: ${what}`] = value;
    }
    values['token handler: heap, MB'] = await tokenHandler.heapMegabytes();
    values['token handler: active resources'] = await tokenHandler.activeResources();
    values['token handler: memory, MB'] = residentMegabytes(tokenHandler.pid);
    values['token handler: sockets'] = openSockets(tokenHandler.pid);
    values['LiveKit: memory, MB'] = residentMegabytes(server.livekit.pid);
    values['LiveKit: sockets'] = openSockets(server.livekit.pid);
    return values;
  }

  const startMs = performance.now();
  const endMs = startMs + hours * 3_600_000;
  const hoursNow = () => (performance.now() - startMs) / 3_600_000;
  while (performance.now() < endMs && !interruption.signal.aborted) {
    const nextMs = startMs + (rounds + 1) * everyMs;
    for (const guest of guests) {
      for (const [what, act] of Object.entries(guest.actions)) await attempt(`${guest.name} ${what}`, act);
    }
    await attempt('two people leave and come again', async () => {
      await guestsOfRound.leave();
      guestsOfRound = await letIn(coming);
    });
    rounds += 1;
    await wait(settleMs);
    do {
      const reading = { hours: hoursNow(), values: await read() };
      readings.push(reading);
      if (options.write !== undefined) appendFileSync(options.write, `${JSON.stringify(reading)}\n`);
      await wait(Math.min(sampleMs, Math.max(0, nextMs - performance.now())));
    } while (performance.now() < Math.min(nextMs, endMs) && !interruption.signal.aborted);
    say(`${hoursNow().toFixed(2)} h: ${String(rounds)} rounds, ${String(readings.length)} readings`);
  }

  async function attempt(what: string, act: () => Promise<void>) {
    try {
      await act();
    } catch (error) {
      failures.push(`round ${String(rounds + 1)}: ${what}: ${String(error).split('\n')[0] ?? ''}`);
      say(failures.at(-1) ?? '');
    }
  }
}

function print() {
  if (failures.length > 0) say(`\nFailed:\n${failures.join('\n')}`);
  const from = hours * firstPart;
  const counted = readings.filter((reading) => reading.hours >= from);
  say(
    `\n${hours} hours, ${rounds} rounds of events, ${counted.length} readings after the first ${(from * 60).toFixed(0)} minutes; growth by a straight line, ± twice its standard error. Flat is at most ${flat * 100} % an hour.\n`,
  );
  if (counted.length < 3) return say('Too few readings for a line: it needs three.');
  say('| what | first | middle | last | growth an hour | % an hour | growth a round | |');
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const what of Object.keys(counted[0]?.values ?? {})) {
    const points = counted.map((reading) => ({
      at: reading.hours,
      value: reading.values[what] ?? Number.NaN,
    }));
    const line = fitLine(points);
    if (line === undefined) continue;
    const share = (100 / Math.max(line.middle, 1)) * line.slope;
    const shown = [
      what,
      round(points[0]?.value),
      round(line.middle),
      round(points.at(-1)?.value),
      `${round(line.slope)} ± ${round(2 * line.error)}`,
      share.toFixed(1),
      round((line.slope * everyMs) / 3_600_000),
      isGrowing(line),
    ];
    say(`| ${shown.join(' | ')} |`);
  }
}

function round(value = Number.NaN): string {
  return value.toFixed(Math.abs(value) < 100 ? 2 : 0);
}

function fail(): never {
  throw new Error('Nobody has joined.');
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
