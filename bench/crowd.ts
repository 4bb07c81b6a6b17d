import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';
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
  /** Number of the first of these people, if the room has others already. */
  first?: number;
  /** Whether silent participants send few packets, as browsers do (DTX). */
  dtx?: boolean;
}

/** Adds simulated participants to a room; resolves when all of them are in it. */
export async function enterCrowd({
  root,
  livekit,
  page,
  room,
  people,
  first = 1,
  dtx = false,
}: CrowdRequest): Promise<Crowd> {
  await recordLayers(page);
  const folder = await crowdFolder();
  const program = await buildCrowd(root, folder);
  return await startCrowd(
    program,
    [
      '-url',
      livekit.url,
      '-room',
      room,
      '-people',
      String(people),
      '-first',
      String(first),
      '-videos',
      folder,
      ...(dtx ? ['-dtx'] : []),
    ],
    { LIVEKIT_API_KEY: livekit.keys.apiKey, LIVEKIT_API_SECRET: livekit.keys.apiSecret },
  );
}

/** Listeners in a room, who receive and send nothing. */
export interface Listeners extends Crowd {
  /**
   * Time from the first join until the last one was done, the median and the longest join, and how many joins had to be
   * tried again.
   */
  joins: { allMs: number; medianMs: number; longestMs: number; again: number };
  /** Number of media packets that all of them have received, read each second. */
  packets: () => number;
}

/**
 * Adds listeners to a room, one with each token; resolves when all of them are in it.
 *
 * @param isInLobby whether they are guests in the lobby, who receive nothing
 */
export async function enterListeners(
  root: string,
  livekitUrl: string,
  tokens: readonly string[],
  isInLobby = false,
): Promise<Listeners> {
  const folder = await crowdFolder();
  const program = await buildCrowd(root, folder);
  const file = join(folder, `tokens-${String(process.pid)}`);
  await writeFile(file, tokens.join('\n'), { mode: 0o600 });
  const joins: Listeners['joins'] = { allMs: 0, medianMs: 0, longestMs: 0, again: 0 };
  let packets = 0;
  try {
    const args = ['-url', livekitUrl, '-tokens', file, ...(isInLobby ? ['-lobby'] : [])];
    const crowd = await startCrowd(program, args, {}, (line) => {
      const [, allMs = 0, medianMs = 0, longestMs = 0, again = 0] =
        /^joined all (\d+) median (\d+) longest (\d+) again (\d+)$/.exec(line)?.map(Number) ?? [];
      if (allMs > 0) Object.assign(joins, { allMs, medianMs, longestMs, again });
      const counted = /^packets (\d+)$/.exec(line)?.[1];
      if (counted !== undefined) packets = Number(counted);
    });
    return { ...crowd, joins, packets: () => packets };
  } finally {
    await rm(file);
  }
}

/** Guests in many rooms, who come as the app's guests do: by the token endpoint. */
export interface Visitors extends Crowd {
  joined: number;
  allMs: number;
  medianMs: number;
  p95Ms: number;
  /** What those read who did not get in, and how many they were. */
  refused: Record<string, number>;
  /** Number of media packets that all of them have received, read each second. */
  packets: () => number;
  pid: number | undefined;
}

interface VisitorsRequest {
  root: string;
  /** Address at which token endpoint and signalling are. */
  origin: string;
  /** Number of the first room; the rooms' names are `large-1`, `large-2` and so on. */
  first: number;
  rooms: number;
  guests: number;
  /** Changes the command, for example so that it runs on certain cores. */
  prefix: (command: string) => Promise<[string, string[]]>;
}

/** Lets guests join many rooms; resolves when all of them have joined or given up. The layers must have been recorded. */
export async function enterVisitors(request: VisitorsRequest): Promise<Visitors> {
  const folder = await crowdFolder();
  const [command, args] = await request.prefix(await buildCrowd(request.root, folder));
  const { origin, first, rooms, guests } = request;
  const wish = { origin, first, rooms, people: guests, videos: folder };
  let result: unknown;
  let packets = 0;
  const crowd = await startCrowd(
    command,
    [...args, ...Object.entries(wish).flatMap(([name, value]) => [`-${name}`, String(value)])],
    {},
    (line) => {
      const counted = /^packets (\d+)$/.exec(line)?.[1];
      if (counted !== undefined) packets = Number(counted);
      else result ??= parseJson(line);
    },
  );
  const number = (name: string) => Number(fieldOf(result, name));
  return {
    ...crowd,
    joined: number('joined'),
    allMs: number('allMs'),
    medianMs: number('medianMs'),
    p95Ms: number('p95Ms'),
    refused: Object.fromEntries(Object.entries(Object(fieldOf(result, 'refused')))),
    packets: () => packets,
  };
}

/** Records the layers' videos unless they are in the cache. */
export async function recordLayers(page: Page): Promise<void> {
  const folder = await crowdFolder();
  for (const { height, bitrate } of layers) {
    const file = join(folder, `${height}.ivf`);
    if (!existsSync(file)) await writeFile(file, await recordVideo(page, height, bitrate));
  }
}

async function crowdFolder(): Promise<string> {
  const folder = join(cacheFolder(process.env, process.platform), 'bench-crowd-L1T3');
  await mkdir(folder, { recursive: true });
  return folder;
}

async function buildCrowd(root: string, folder: string): Promise<string> {
  const program = join(folder, 'crowd');
  await run('go', ['build', '-o', program, '.'], join(root, 'bench', 'crowd'));
  return program;
}

/** Starts the program; resolves when all of its participants are in the room. */
async function startCrowd(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onLine = (_line: string): void => {},
): Promise<Crowd & { pid: number | undefined }> {
  let onReady = (): void => {};
  const ready = new Promise<void>((resolve) => (onReady = resolve));
  const crowd = startChild({
    name: 'crowd',
    command: program,
    args,
    environment: { ...process.env, ...environment },
    onLine(line) {
      onLine(line);
      if (line === 'ready') onReady();
    },
  });
  const failed = crowd.ended.then(({ how }) => {
    throw new Error(`The crowd ${how}: ${crowd.lastLines().join(' ')}`);
  });
  await Promise.race([ready, failed]);
  failed.catch(() => {});
  return { leave: () => crowd.stop(), pid: crowd.pid };
}

/** Runs a program until it ends, and throws when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = startChild({ name: command, command, args, cwd, environment: process.env });
  const { status, how } = await child.ended;
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} ${how}: ${child.lastLines().join(' ')}`);
}
