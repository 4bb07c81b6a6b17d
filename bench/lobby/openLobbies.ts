/**
 * `npm run bench:lobbies`: measures what many open lobbies cost the server when their pages are connected
 * (docs/decisions/0029). Simulated guests connect with the tokens that the token handler gives to pages in the lobby, and
 * receive nothing. Four other people send video and audio in the same room. Linux only; bench/README.md says how the
 * values are taken.
 *
 * `-- --guests 100` sets the number of guests in the lobby (200), `-- --built` leaves out the build.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RoomServiceClient } from 'livekit-server-sdk';
import { chromium } from 'playwright';
import { lobbyHeader } from '../../common/contract.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { findFreePort } from '../../local/ports.ts';
import { builtProject } from '../../local/project.ts';
import type { RunningRoom } from '../../local/room.ts';
import { findChromium } from '../../testing/chromium.ts';
import { startBenchServer } from '../benchServer.ts';
import { cpuSeconds } from '../cpuSeconds.ts';
import { enterCrowd, enterListeners } from '../crowd.ts';
import { handlerMetrics, residentMegabytes } from '../processState.ts';
import { isInNewNetwork, runInNewNetwork } from './distance.ts';

const root = join(import.meta.dirname, '..', '..');
const room = 'bench';
const people = 4;
/** Time after which the work of many joins has ended. */
const settleMs = 8000;
const measureMs = 20_000;

const { values: options } = parseArgs({
  options: { guests: { type: 'string', default: '200' }, built: { type: 'boolean', default: false } },
});
const guests = Number(options.guests);

if (isInNewNetwork()) {
  await measure();
} else {
  if (!options.built) await builtProject(root).prepare(new AbortController().signal);
  // In a network of its own no other program's packets are counted.
  process.exitCode = await runInNewNetwork();
}

async function measure(): Promise<void> {
  const metricsPort = await findFreePort('tcp', '127.0.0.1');
  const server = await startBenchServer(root, {
    ROOMS: room,
    CONNECT_IN_LOBBY: 'true',
    // The token handler gives tokens for the lobby while a quarter of the places is free.
    MAX_PARTICIPANTS: String(2 * (people + guests)),
    METRICS_PORT: String(metricsPort),
  });
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }) });
  const { keys } = server;
  const { url, pid } = server.livekit;
  try {
    const crowd = await enterCrowd({
      root,
      livekit: { url, keys },
      page: await browser.newPage(),
      room,
      people,
    });
    await browser.close();
    await wait(settleMs);
    const alone = await during(pid, metricsPort);
    const handlerBefore = await handlerMetrics(metricsPort);
    const livekitBefore = cpuSeconds(pid);
    const tokens = await lobbyTokens(server);
    const inLobby = await enterListeners(root, url, tokens, true);
    await wait(settleMs);
    const joining = {
      livekit: (cpuSeconds(pid) - livekitBefore) / guests,
      handler: ((await handlerMetrics(metricsPort)).cpuSeconds - handlerBefore.cpuSeconds) / guests,
    };
    const together = await during(pid, metricsPort);
    const host = new RoomServiceClient(url, keys.apiKey, keys.apiSecret);
    const hidden = (await host.listParticipants(room)).filter(({ permission }) => permission?.hidden);
    if (hidden.length !== guests) throw new Error(`${String(hidden.length)} guests are in the lobby.`);
    await inLobby.leave();
    await crowd.leave();
    const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
    console.log(
      `per guest who connects: LiveKit ${ms(joining.livekit)}, token handler ${ms(joining.handler)}`,
    );
    console.log(`${people} people who send, nobody in the lobby: ${JSON.stringify(alone)}`);
    console.log(`${people} people who send, ${String(guests)} in the lobby: ${JSON.stringify(together)}`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What LiveKit and the token handler use: CPU time and packets in each second of a while, and memory at its end. */
async function during(pid: number | undefined, metricsPort: number) {
  const read = async () => ({
    livekit: cpuSeconds(pid),
    handler: (await handlerMetrics(metricsPort)).cpuSeconds,
    datagrams: received('Udp', 'InDatagrams'),
    segments: received('Tcp', 'InSegs'),
  });
  const before = await read();
  await wait(measureMs);
  const after = await read();
  const aSecond = (name: keyof typeof before) =>
    Number(((after[name] - before[name]) / (measureMs / 1000)).toFixed(3));
  return {
    'LiveKit, s of CPU a second': aSecond('livekit'),
    'token handler, s of CPU a second': aSecond('handler'),
    'UDP packets a second': aSecond('datagrams'),
    'TCP packets a second': aSecond('segments'),
    'LiveKit, MB': residentMegabytes(pid),
    'token handler, MB': (await handlerMetrics(metricsPort)).megabytes,
  };
}

/** A counter of this network (`/proc/net/snmp`). On loopback each packet is received once. */
function received(protocol: string, name: string): number {
  const [names = [], values = []] = readFileSync('/proc/self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}:`))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf(name)]);
}

async function lobbyTokens({ url }: RunningRoom): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < guests; index += 1) {
    const response = await fetch(`${url}token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [lobbyHeader]: 'connect' },
      body: JSON.stringify({
        room_name: room,
        participant_name: `Guest ${String(index + 1)}`,
        participant_identity: randomBytes(24).toString('base64url'),
      }),
    });
    const token = fieldOf(await response.json(), 'lobby_token');
    if (typeof token !== 'string') throw new Error(`No token for the lobby: ${String(response.status)}`);
    tokens.push(token);
  }
  return tokens;
}
