import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { startAgain } from '../../testing/startAgain.ts';
import type { RunningRoom } from '../../local/room.ts';
import { startBenchServer } from '../benchServer.ts';
import { enterCrowd } from '../crowd.ts';
import type { Scenario } from '../scenario.ts';
import { firstRemoteFrame } from '../waitFor.ts';

const room = 'reconnect';
const awayMs = 3000;
/** Wait after the first remote frame, before LiveKit is killed: by then the guest's own tracks are published, too. */
const settleMs = 2000;

/**
 * Kills LiveKit, starts it again after a while, and adds a participant who sends video. Measures the time until the
 * guest sees this video. The scenario has a server of its own, because killing LiveKit ends all other calls on it.
 */
export function reconnectScenario(root: string): Scenario<'seeing'> {
  return {
    rows: {
      seeing: {
        what: `LiveKit killed, back after ${awayMs / 1000} s → remote frame`,
        unit: 'ms',
        goals: { floor: 1.5 },
      },
    },
    async measure(stage, variant) {
      const server = await startBenchServer(root, { ROOMS: room });
      try {
        const { page, close } = await stage.open(variant, { clicks: true, room, origin: server.url });
        try {
          return { seeing: await killAndReturn(root, server, page) };
        } finally {
          await close();
        }
      } finally {
        await server.stop();
      }
    },
  };
}

async function killAndReturn(root: string, server: RunningRoom, page: Page): Promise<number> {
  const { url, pid } = server.livekit;
  if (pid === undefined) throw new Error('LiveKit has no process id.');
  const letIn = () => enterCrowd({ root, livekit: { url, keys: server.keys }, page, room, people: 1 });
  const before = await letIn();
  await firstRemoteFrame(page);
  await wait(settleMs);
  const connections = await page.evaluate(() => window.bench.connections.length);
  process.kill(pid, 'SIGKILL');
  await Promise.all([before.leave(), wait(awayMs)]);
  const again = await startAgain(server);
  const backAtMs = Date.now();
  try {
    const after = await letIn();
    try {
      return (await page.evaluate(frameOfNewConnectionAtMs, connections)) - backAtMs;
    } finally {
      await after.leave();
    }
  } finally {
    await again.stop();
  }
}

/**
 * Waits for the first frame that a new connection receives, and ignores the first `connections` of the page: a video
 * element may still show a frame of an old one. Runs in the page.
 */
async function frameOfNewConnectionAtMs(connections: number): Promise<number> {
  const latestMs = Date.now() + 60_000;
  while (Date.now() < latestMs) {
    for (const connection of window.bench.connections.slice(connections)) {
      for (const stats of (await connection.getStats()).values()) {
        if (stats.type === 'inbound-rtp' && Number(stats.framesDecoded ?? 0) > 0) return Date.now();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No video arrived for a minute.');
}
