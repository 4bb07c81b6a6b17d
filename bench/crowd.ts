import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { cacheFolder } from '../local/cacheFolder.ts';
import { startChild } from '../local/child.ts';
import type { Keys } from '../local/livekit/livekitConfig.ts';
import { recordVideo } from './recordVideo.ts';

/** Heights and bit rates of the three simulcast layers; `crowd/main.go` has the same list. */
const layers = [
  { height: 180, bitrate: 160_000 },
  { height: 360, bitrate: 450_000 },
  { height: 720, bitrate: 1_700_000 },
];

/**
 * Simulated participants in a room. They send pre-encoded media, so that many of them take little CPU time on the
 * measuring computer.
 */
export interface Crowd {
  leave: () => Promise<void>;
}

interface CrowdRequest {
  root: string;
  livekit: { url: string; keys: Keys };
  /** A page in a browser that can encode VP8: it records the layers' videos when they are not in the cache yet. */
  page: Page;
  room: string;
  people: number;
}

/** Adds simulated participants to a room; resolves when all of them are in it. */
export async function enterCrowd({ root, livekit, page, room, people }: CrowdRequest): Promise<Crowd> {
  const folder = join(cacheFolder(process.env, process.platform), 'bench-crowd-L1T3');
  await mkdir(folder, { recursive: true });
  for (const { height, bitrate } of layers) {
    const file = join(folder, `${height}.ivf`);
    if (!existsSync(file)) await writeFile(file, await recordVideo(page, height, bitrate));
  }
  const program = join(folder, 'crowd');
  await run('go', ['build', '-o', program, '.'], join(root, 'bench', 'crowd'));
  let onReady = (): void => {};
  const ready = new Promise<void>((resolve) => (onReady = resolve));
  const crowd = startChild({
    name: 'crowd',
    command: program,
    args: ['-url', livekit.url, '-room', room, '-people', String(people), '-videos', folder],
    environment: {
      ...process.env,
      LIVEKIT_API_KEY: livekit.keys.apiKey,
      LIVEKIT_API_SECRET: livekit.keys.apiSecret,
    },
    onLine: (line) => line === 'ready' && onReady(),
  });
  const failed = crowd.ended.then(({ how }) => {
    throw new Error(`The crowd ${how}: ${crowd.lastLines().join(' ')}`);
  });
  await Promise.race([ready, failed]);
  failed.catch(() => {});
  return { leave: () => crowd.stop() };
}

/** Runs a program until it ends, and throws when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = startChild({ name: command, command, args, cwd, environment: process.env });
  const { status, how } = await child.ended;
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} ${how}: ${child.lastLines().join(' ')}`);
}
