import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test as base } from '../../../testing/e2eTest.ts';
import { anyPorts } from '../../../local/choosePorts.ts';
import type { RunningCluster } from '../../../local/cluster/startCluster.ts';
import { builtProject } from '../../../local/project.ts';
import { startRoom, type RunningRoom } from '../../../local/room.ts';
import { silentScreen } from '../../../local/screen.ts';
import { program } from '../programs.ts';

const root = join(import.meta.dirname, '..', '..', '..');

type Node = RunningCluster['nodes'][number];

/** A cluster as `npm start -- --nodes 2` starts it. */
export interface TestCluster extends RunningRoom {
  cluster: RunningCluster;
  /** Returns the LiveKit node that has the room, according to Redis. */
  hostOf: (room: string) => Node;
  otherThan: (node: Node) => Node;
}

const rooms = ['my-first-room', ...Array.from({ length: 20 }, (_, index) => `room-${String(index + 1)}`)];

async function startTestCluster(environment: Record<string, string> = {}): Promise<TestCluster> {
  const idOf = new Map<string, string>();
  const room = await startRoom({
    project: builtProject(root, { isBuilt: true }),
    ports: anyPorts,
    nodes: 2,
    environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '100000', ROOMS: rooms.join(','), ...environment },
    screen: silentScreen,
    onLine(name, line) {
      const id = /starting LiveKit server.*"nodeID": "(\w+)"/.exec(line)?.[1];
      if (id !== undefined) idOf.set(name, id);
    },
  });
  const { cluster } = room;
  if (cluster === undefined) throw new Error('A start with two nodes did not start a cluster.');
  const find = (fits: (node: Node) => boolean) => {
    const node = cluster.nodes.find(fits);
    if (node === undefined) throw new Error('No node matches.');
    return node;
  };
  return {
    ...room,
    cluster,
    hostOf(name) {
      const id = askRedis(cluster, 'HGET', 'room_node_map', name);
      return find(({ child }) => idOf.get(child.name) === id);
    },
    otherThan: (node) => find((other) => other !== node),
  };
}

/** Runs a command with redis-cli and returns its output. */
export function askRedis({ redisChoices }: RunningCluster, ...command: string[]): string {
  const place = ['-p', String(redisChoices.port), '--no-auth-warning'];
  const env = { ...process.env, REDISCLI_AUTH: redisChoices.password };
  return spawnSync(program('redis-cli'), [...place, ...command], { encoding: 'utf8', env }).stdout.trim();
}

export function kill({ pid }: { pid: number | undefined }, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('It has no process id.');
  process.kill(pid, signal);
}

const off = { on: false };
const devicesOff = { name: 'first-room:devices', value: JSON.stringify({ microphone: off, camera: off }) };

/** Returns the browser context of a guest whose camera and microphone are off, which saves encoding. */
export function listening(url: string) {
  return {
    storageState: { cookies: [], origins: [{ origin: new URL(url).origin, localStorage: [devicesOff] }] },
  };
}

/** Counts the guests whose signalling goes through this node, by the open connections to its port on loopback. */
export async function guestsSignallingBy({ choices }: Node): Promise<number> {
  const established = '01';
  const port = `0100007F:${choices.port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter(([, local, , state]) => local === port && state === established).length;
}

/**
 * Playwright's `test` with the fixtures of the e2e tests, on a test server with two LiveKit nodes. `openNodes` starts
 * another one that the test may break.
 */
export const test = base.extend<
  { openNodes: (environment?: Record<string, string>) => Promise<TestCluster> },
  { server: TestCluster }
>({
  server: [
    async ({}, use) => {
      // This server is for all tests. A test that breaks something starts a server of its own.
      const server = await startTestCluster();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  openNodes: async ({}, use) => {
    const servers: TestCluster[] = [];
    await use(async (environment) => {
      const server = await startTestCluster(environment);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
});

/** Writes a message into the chat. */
export async function write(page: Page, text: string): Promise<void> {
  const input = page.getByRole('textbox', { name: 'Write a message' });
  if (!(await input.isVisible())) await page.getByRole('button', { name: /^Chat/ }).click();
  await input.fill(text);
  await input.press('Enter');
}

/** Finds the messages in the chat. */
export function messages(page: Page) {
  return page.getByRole('log', { name: 'Messages' });
}

/**
 * Counts, twenty times a second, how many tiles a person has on the page.
 *
 * @returns a function that returns the highest count so far
 */
export async function watchForDoubles(page: Page, name: string): Promise<() => Promise<number>> {
  await page.evaluate((person) => {
    let most = 0;
    setInterval(() => {
      const tiles = [...document.querySelectorAll('li[aria-label]')];
      const seen = tiles.filter((tile) => tile.getAttribute('aria-label')?.startsWith(person)).length;
      most = Math.max(most, seen);
      Object.assign(globalThis, { mostSeen: most });
    }, 50);
  }, name);
  return () => page.evaluate((): unknown => Reflect.get(globalThis, 'mostSeen')).then(Number);
}

/** How well a tile has shown a participant so far. */
interface VideoGaps {
  /** The longest time without a new video frame, in ms. */
  newFrameMs: number;
  /** The longest time in which the tile showed no image, neither video nor the last frame that replaces it, in ms. */
  anythingMs: number;
  /** Whether the tile has shown the last frame in place of the video. */
  hadLastFrame: boolean;
}

/**
 * Watches a person's tile on the page, twenty times a second.
 *
 * @returns a function that returns the longest gaps so far
 */
export async function watchVideo(page: Page, name: string): Promise<() => Promise<VideoGaps>> {
  await page.evaluate((person) => {
    const gaps = { newFrameMs: 0, anythingMs: 0, hadLastFrame: false };
    let lastFrameMs = performance.now();
    let lastShownMs = performance.now();
    const followed = new WeakSet<HTMLVideoElement>();
    const noteGap = () => {
      gaps.newFrameMs = Math.max(gaps.newFrameMs, performance.now() - lastFrameMs);
    };
    const follow = (video: HTMLVideoElement) => {
      video.requestVideoFrameCallback(() => {
        noteGap();
        lastFrameMs = performance.now();
        follow(video);
      });
    };
    setInterval(() => {
      noteGap();
      const tiles = [...document.querySelectorAll('li[aria-label]')];
      const one = tiles.find((tile) => tile.getAttribute('aria-label')?.startsWith(person));
      const video = one?.querySelector('video');
      const hasLastFrame = Boolean(one?.querySelector('canvas'));
      if (hasLastFrame) gaps.hadLastFrame = true;
      if ((video && video.videoWidth > 0) || hasLastFrame) lastShownMs = performance.now();
      else gaps.anythingMs = Math.max(gaps.anythingMs, performance.now() - lastShownMs);
      if (!video || followed.has(video)) return;
      followed.add(video);
      follow(video);
    }, 50);
    Object.assign(globalThis, { videoGaps: gaps });
  }, name);
  return () => page.evaluate((): VideoGaps => Reflect.get(globalThis, 'videoGaps'));
}

export { expect };
