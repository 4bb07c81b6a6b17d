import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { fieldOf } from '../../common/fieldOf.ts';
import { findFreePort } from '../../local/ports.ts';
import type { RunningRoom } from '../../local/room.ts';
import { startBenchServer } from '../benchServer.ts';
import { cpuSeconds } from '../cpuSeconds.ts';
import { enterCrowd, enterListeners } from '../crowd.ts';
import { handlerMetrics, residentMegabytes } from '../processState.ts';
import type { Scenario } from '../scenario.ts';
import type { Guest } from '../stage.ts';
import { firstRemoteFrame } from '../waitFor.ts';
import { longestTask, read } from './crowd.ts';

const room = 'lecture';
const speakers = 25;
/** Numbers of listeners; each number has a scenario of its own. */
export const audiences = [100, 200] as const;
/** Time after which the work of many joins or departures has ended. */
const settleMs = 8000;
const measureMs = 10_000;

type Name =
  | 'alone'
  | 'together'
  | 'share'
  | 'joinMedian'
  | 'joinLongest'
  | 'joinAll'
  | 'joinAgain'
  | 'joinTask'
  | 'list'
  | 'withList'
  | 'livekitAlone'
  | 'livekit'
  | 'livekitMemory'
  | 'packets'
  | 'handler'
  | 'handlerMemory';

/**
 * Measures a room of 25 speakers and many listeners, as a host's page and the server have it. The listeners get their
 * role from the real token handler. The host's page is read before they come, while they are there, and after they have
 * left, so that other load on the computer affects both alike.
 *
 * The scenario has a server of its own, for its larger room.
 */
export function listenersScenario(root: string, listeners: number, before?: string): Scenario<Name> {
  const host = `host with ${speakers} speakers`;
  const withAll = `${host} and ${listeners} listeners`;
  return {
    rows: {
      alone: { what: `${host}, 10 s: the page’s main thread`, unit: 'ms', goals: {} },
      together: { what: `${withAll}, 10 s: the page’s main thread`, unit: 'ms', goals: {} },
      share: { what: 'the latter in relation to the former', unit: '%', goals: { atMost: 150 } },
      joinMedian: { what: `${listeners} listeners join, four at a time: median`, unit: 'ms', goals: {} },
      joinLongest: { what: 'the longest of these joins', unit: 'ms', goals: {} },
      joinAll: { what: 'all of them', unit: 'ms', goals: {} },
      joinAgain: { what: 'joins that had to be tried again', unit: 'times', goals: {} },
      joinTask: { what: 'longest task of the host’s page meanwhile', unit: 'ms', goals: {} },
      list: { what: `${withAll}: click on People → everybody is listed`, unit: 'ms', goals: {} },
      withList: { what: 'with that list open, 10 s: the page’s main thread', unit: 'ms', goals: {} },
      livekitAlone: { what: `${host}, 10 s: LiveKit’s CPU time`, unit: 'ms', goals: {} },
      livekit: { what: `${withAll}, 10 s: LiveKit’s CPU time`, unit: 'ms', goals: {} },
      livekitMemory: { what: 'LiveKit’s memory then', unit: 'MB', goals: {} },
      packets: { what: 'packets to the listeners', unit: 'packets/s', goals: {} },
      handler: { what: `token handler: CPU time of ${listeners} joins`, unit: 'ms', goals: {} },
      handlerMemory: { what: 'token handler: memory then', unit: 'MB', goals: {} },
    },
    async measure(stage, variant) {
      // Only the app knows hosts.
      if (variant === 'floor' || variant === 'usual') return {};
      const metricsPort = await findFreePort('tcp', '127.0.0.1');
      const server = await startBenchServer(
        root,
        {
          ROOMS: room,
          MAX_PARTICIPANTS: String(speakers + listeners + 5),
          METRICS_PORT: String(metricsPort),
        },
        { before },
      );
      try {
        const fragment = `#host=${server.hostKey}`;
        const guest = await stage.open(variant, { room, origin: server.url, fragment });
        try {
          return await measureRoom(root, { server, guest, metricsPort, listeners });
        } finally {
          await guest.close();
        }
      } finally {
        await server.stop();
      }
    },
  };
}

interface Place {
  server: RunningRoom;
  guest: Guest;
  /** Port of the token handler's metrics. */
  metricsPort: number;
  listeners: number;
}

async function measureRoom(
  root: string,
  { server, guest, metricsPort, listeners }: Place,
): Promise<Record<Name, number>> {
  const { page } = guest;
  const { keys } = server;
  const { url, pid } = server.livekit;
  const crowd = await enterCrowd({
    root,
    livekit: { url, keys },
    page,
    room,
    people: speakers,
    dtx: true,
  });
  try {
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await firstRemoteFrame(page);
    // The probe looks at every frame of every video. `longTasks` goes on.
    await page.evaluate(() => window.bench.stop());
    await wait(settleMs);
    const first = await during(guest, pid);

    const handlerBefore = await handlerMetrics(metricsPort);
    const tokens = await listenerTokens(server, listeners);
    const beforeJoins = await read(guest);
    const audience = await enterListeners(root, url, tokens);
    let together, livekitMemory, packets, list, withList;
    const handlerAfter = await handlerMetrics(metricsPort);
    const { longTasks } = await read(guest);
    try {
      await wait(settleMs);
      const packetsBefore = audience.packets();
      together = await during(guest, pid);
      packets = (audience.packets() - packetsBefore) / (measureMs / 1000);
      livekitMemory = residentMegabytes(pid);
      list = await openList(guest, speakers + listeners + 1);
      withList = await during(guest, pid);
      await page.keyboard.press('Escape');
    } finally {
      await audience.leave();
    }
    await wait(settleMs);
    const last = await during(guest, pid);
    const alone = (first.mainThread + last.mainThread) / 2;
    return {
      alone,
      together: together.mainThread,
      share: (together.mainThread / alone) * 100,
      joinMedian: audience.joins.medianMs,
      joinLongest: audience.joins.longestMs,
      joinAll: audience.joins.allMs,
      joinAgain: audience.joins.again,
      joinTask: longestTask(longTasks, beforeJoins.atMs),
      list,
      withList: withList.mainThread,
      livekitAlone: (first.livekit + last.livekit) / 2,
      livekit: together.livekit,
      livekitMemory,
      packets,
      handler: (handlerAfter.cpuSeconds - handlerBefore.cpuSeconds) * 1000,
      handlerMemory: handlerAfter.megabytes,
    };
  } finally {
    await crowd.leave();
  }
}

/** Work of the page's main thread and of LiveKit in the next ten seconds, in ms of CPU time. */
async function during(guest: Guest, livekitPid: number | undefined) {
  const [before, livekitBefore] = [await read(guest), cpuSeconds(livekitPid)];
  await wait(measureMs);
  const [after, livekitAfter] = [await read(guest), cpuSeconds(livekitPid)];
  return {
    mainThread: after.mainThread - before.mainThread,
    livekit: (livekitAfter - livekitBefore) * 1000,
  };
}

/** Opens the list of people. Returns the time in ms from the click until everybody is in it. */
async function openList({ page }: Guest, people: number): Promise<number> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const clickedAtMs = Date.now();
  await page.getByRole('menuitem', { name: 'People' }).click();
  await page.waitForFunction((expected) => document.querySelectorAll('dialog li').length >= expected, people);
  return Date.now() - clickedAtMs;
}

/** Tokens for as many listeners, from the token handler: a host makes an invitation, and each listener comes with it. */
async function listenerTokens({ url, hostKey }: RunningRoom, listeners: number): Promise<string[]> {
  const invite = { room_name: room, action: 'invite', role: 'listener' };
  const invitation = fieldOf(await post(`${url}host`, hostKey, invite), 'invitation');
  const tokens: string[] = [];
  for (let index = 0; index < listeners; index += 1) {
    const answer = await post(`${url}token`, String(invitation), {
      room_name: room,
      participant_name: `Listener ${index + 1}`,
      participant_identity: randomBytes(24).toString('base64url'),
    });
    tokens.push(String(fieldOf(answer, 'participant_token')));
  }
  return tokens;
}

async function post(address: string, bearer: string, body: object): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${address}: ${JSON.stringify(answer)}`);
  return answer;
}
