import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import { build } from 'vite';
import { findLivekit } from '../local/livekit/findLivekit.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import { findFreePort } from '../local/ports.ts';
import { createScreen } from '../local/screen.ts';
import { cpuSeconds } from './cpuSeconds.ts';

/**
 * `npm run bench:token`: compares the token handler with a bare `node:http` server that signs with the same SDK
 * (`bareToken.ts`). Both are built files that run as processes on loopback; the handler asks a real LiveKit and writes
 * its log to a file. They are loaded in turn, round by round, in one run, so that the machine's noise affects both; the
 * ratio is what counts.
 */

const connections = 64;
const rounds = 11;
const roundSeconds = 2;
/** Load on each server before the measurement, so that node has compiled the server's code by then. */
const warmUpSeconds = 2;
/** Number of requests before each reading of the memory. */
const memoryRequests = 100_000;
const memorySteps = 5;

const root = join(import.meta.dirname, '..');
const keys = { apiKey: 'bench', apiSecret: randomBytes(32).toString('base64url') };
const body = JSON.stringify({ room_name: 'my-first-room', participant_name: 'Aiko' });

interface Candidate {
  name: string;
  url: string;
  process: ChildProcess;
}

interface Round {
  perSecond: number;
  /** CPU time of the server per request. Other programs on the machine hardly affect it. */
  cpuMicrosecondsPerRequest: number;
  p99Ms: number;
}

const folder = await mkdtemp(join(tmpdir(), 'first-room-bench-'));
const running: (() => Promise<unknown>)[] = [];
try {
  await run();
} finally {
  for (const end of running.toReversed()) await end();
  await rm(folder, { recursive: true });
}

async function run() {
  await Promise.all([bundle('token/main.ts', 'handler'), bundle('bench/bareToken.ts', 'bare')]);
  const livekitUrl = await openLivekit();
  const handler = await start('handler', {
    LIVEKIT_URL: 'same-origin',
    LIVEKIT_API_URL: livekitUrl,
    RATE_LIMIT_PER_MINUTE: '1000000',
  });
  const bare = await start('bare', {});
  for (const candidate of [handler, bare]) await load(candidate, { duration: warmUpSeconds });

  const results: { handler: Round; bare: Round }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    results.push({
      handler: await load(handler, { duration: roundSeconds }),
      bare: await load(bare, { duration: roundSeconds }),
    });
  }
  print(results);
  for (const candidate of [handler, bare]) await printMemory(candidate);
}

/** Bundles a server into one file for plain node, as the token handler is deployed. */
async function bundle(entry: string, name: string) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
}

async function openLivekit(): Promise<string> {
  const { signal } = new AbortController();
  const found = await findLivekit({ environment: process.env, screen: createScreen(process.stderr), signal });
  if (!found.ok)
    throw new Error('livekit-server is missing. `npm start` installs it, or says what is missing.');
  const port = await findFreePort('tcp', '127.0.0.1');
  const udpPort = await findFreePort('udp', '127.0.0.1');
  const choices = { port, udpPort, tcpPort: undefined, mediaAddress: '127.0.0.1', keys };
  const livekit = startLivekit(found.value.path, choices, () => {});
  running.push(() => livekit.stop());
  const url = `http://127.0.0.1:${String(port)}`;
  await untilUp(url);
  return url;
}

async function start(name: string, environment: Record<string, string>): Promise<Candidate> {
  const port = await findFreePort('tcp', '127.0.0.1');
  const log = await open(join(folder, `${name}.log`), 'w');
  const child = spawn(process.execPath, [...profiling(name), join(folder, `${name}.mjs`)], {
    env: {
      PORT: String(port),
      LIVEKIT_API_KEY: keys.apiKey,
      LIVEKIT_API_SECRET: keys.apiSecret,
      ...environment,
    },
    stdio: ['ignore', log.fd, 'inherit'],
  });
  running.push(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await log.close();
  });
  const origin = `http://127.0.0.1:${String(port)}`;
  await untilUp(`${origin}/healthz`);
  return { name, url: `${origin}/token`, process: child };
}

/**
 * Node's arguments for CPU profiles. If PROFILE names a folder, node writes them there; Chromium's developer tools can
 * open them.
 */
function profiling(name: string): string[] {
  const profiles = process.env['PROFILE'];
  return profiles === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${name}.cpuprofile`];
}

async function untilUp(url: string) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(url, { method: 'POST', body: '{}' }).then(
        () => true,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error(`${url} does not answer.`);
}

async function load(candidate: Candidate, limit: { duration: number } | { amount: number }): Promise<Round> {
  const cpuBefore = cpuSeconds(candidate.process.pid);
  const result = await autocannon({
    url: candidate.url,
    connections,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...limit,
  });
  // A run with refused requests fails the benchmark: a refusal is faster than a token and would improve the result.
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${candidate.name}: ${String(result.non2xx)} refusals, ${String(result.errors)} errors`);
  }
  return {
    perSecond: result.requests.total / result.duration,
    cpuMicrosecondsPerRequest:
      ((cpuSeconds(candidate.process.pid) - cpuBefore) * 1e6) / result.requests.total,
    p99Ms: result.latency.p99,
  };
}

function print(results: readonly { handler: Round; bare: Round }[]) {
  const line = (name: string, value: (pair: { handler: Round; bare: Round }) => number, digits = 0) => {
    const sorted = results.map(value).toSorted((one, other) => one - other);
    const cells = [Math.floor(sorted.length / 2), 0, sorted.length - 1].map((index) =>
      (sorted[index] ?? 0).toFixed(digits),
    );
    say(`| ${[name, ...cells].join(' | ')} |`);
  };
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${String(cpus().length)} cores`;
  const busy = loadavg().map((average) => average.toFixed(1));
  say(`Node ${process.version}, ${machine}, load ${busy.join(' ')}`);
  say(
    `${String(connections)} connections, ${String(rounds)} rounds of ${String(roundSeconds)} s each, in turn\n`,
  );
  say('|  | median | least | most |');
  say('| --- | --- | --- | --- |');
  line('handler, requests/s', ({ handler }) => handler.perSecond);
  line('bare, requests/s', ({ bare }) => bare.perSecond);
  line('**handler / bare, requests/s**', ({ handler, bare }) => handler.perSecond / bare.perSecond, 2);
  line('handler, p99 ms', ({ handler }) => handler.p99Ms);
  line('bare, p99 ms', ({ bare }) => bare.p99Ms);
  line('handler, CPU µs a request', ({ handler }) => handler.cpuMicrosecondsPerRequest);
  line('bare, CPU µs a request', ({ bare }) => bare.cpuMicrosecondsPerRequest);
  line(
    'bare / handler, CPU',
    ({ handler, bare }) => bare.cpuMicrosecondsPerRequest / handler.cpuMicrosecondsPerRequest,
    2,
  );
}

/**
 * Prints the server's resident memory before, during and after the load. With a memory leak the number grows at every
 * step.
 */
async function printMemory(candidate: Candidate) {
  const readings = [residentMegabytes(candidate)];
  for (let step = 0; step < memorySteps; step += 1) {
    await load(candidate, { amount: memoryRequests / memorySteps });
    readings.push(residentMegabytes(candidate));
  }
  const shown = readings.map((megabytes) => megabytes.toFixed(0)).join(' → ');
  say(
    `\n${candidate.name}: ${shown} MB resident, read every ${String(memoryRequests / memorySteps)} requests`,
  );
}

function residentMegabytes({ process: { pid } }: Candidate): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
