import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { cacheFolder } from '../../local/cacheFolder.ts';
import type { Keys } from '../../local/livekit/livekitConfig.ts';
import { cpuSeconds } from '../cpuSeconds.ts';
import { onProcessors, type PinnedCluster } from './pinnedCluster.ts';

/** The numbers that the load generator prints (load/main.go). */
interface Counted {
  joins: number;
  failed: number;
  expected: number;
  received: number;
  seconds: number;
}

export interface Load extends Counted {
  /** CPU time that all LiveKit nodes used during the measurement. */
  cpuSeconds: number;
}

/**
 * Builds the load generator, a Go program, unless that is done already. Go checks the sources against its checksum
 * database.
 */
export function buildLoadGenerator(): string {
  const folder = join(cacheFolder(process.env, process.platform), 'bench');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'guests');
  const { status } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(import.meta.dirname, 'load'),
    stdio: 'inherit',
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' },
  });
  if (status !== 0) throw new Error('The load generator is a Go program: install Go 1.26.');
  return program;
}

/**
 * Runs the load generator. If the machine has processors that no LiveKit node uses, the load generator runs on those
 * alone.
 */
export async function runLoad(
  program: string,
  { url, nodes }: PinnedCluster,
  keys: Keys,
  wish: readonly string[],
): Promise<Load> {
  const processors = availableParallelism();
  const left = nodes.length < processors ? `${String(nodes.length)}-${String(processors - 1)}` : undefined;
  const isAlone = process.platform === 'linux' && left !== undefined && processors > 2;
  const [command, args] = isAlone ? await onProcessors(left, program) : [program, []];
  const used = () => nodes.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
  const child = spawn(command, [...args, '-url', url.replace('http', 'ws'), ...wish], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LIVEKIT_API_KEY: keys.apiKey, LIVEKIT_API_SECRET: keys.apiSecret },
  });
  // CPU time counts between the load generator's messages 'begin' and 'end', which it prints when it measures packets.
  // When it measures joins, it prints neither, and CPU time counts over its whole run.
  let before = used();
  let after: number | undefined;
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line === 'begin') before = used();
    else if (line === 'end') after = used();
    else said.push(line);
  });
  const printed = await text(child.stdout);
  const counted = readCounted(printed);
  if (counted === undefined)
    throw new Error(`The load generator counted nothing: ${said.slice(-3).join(' ')}`);
  return { ...counted, cpuSeconds: (after ?? used()) - before };
}

function readCounted(printed: string): Counted | undefined {
  if (printed === '') return undefined;
  const { joins, failed, expected, received, seconds }: Counted = JSON.parse(printed);
  return { joins, failed, expected, received, seconds };
}
