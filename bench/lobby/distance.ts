import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeChromium } from '../../testing/inNetwork.ts';

/** The server's address, which is reserved for documentation (RFC 5737). No packet to it leaves this computer. */
export const serverAddress = '203.0.113.5';
const guestAddress = '203.0.113.20';

/** Shell commands that give a new network namespace the server's address. */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  // Automatic IPv6 addresses would appear a moment later, and Chromium would take them for a network change.
  'ip link set eth0 addrgenmode none',
  'ip link set peer0 addrgenmode none',
  `ip addr add ${serverAddress}/32 dev eth0`,
  'ip link set eth0 up',
  'ip link set peer0 up',
  // Without a default route Chromium counts as offline.
  'ip route add default dev eth0',
].join(' && ');

/** Starts this program again in a network namespace that has the server's address, and returns its exit status. */
export async function runInNewNetwork(): Promise<number> {
  const own = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', ['-rn', 'sh', '-c', `${setUp} && exec "$0" "$@"`, ...own], {
    stdio: 'inherit',
    env: { ...process.env, [insideVariable]: 'true' },
  });
  const [status] = await once(child, 'exit');
  return typeof status === 'number' ? status : 1;
}

const insideVariable = 'BENCH_IN_NEW_NETWORK';

export function isInNewNetwork(): boolean {
  return process.env[insideVariable] !== undefined;
}

/** A place with a network of its own. Every packet to or from the server takes a while. */
export interface Distance {
  /** Path of a program that starts Chromium there. */
  chromium: string;
  /** Sets how long a packet takes in each direction. */
  set: (delayMs: number) => Promise<void>;
  close: () => Promise<void>;
}

/** Makes such a place. Needs Go, and `runInNewNetwork`. */
export async function openDistance(): Promise<Distance> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-distance-'));
  const program = join(folder, 'distance');
  const built = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(import.meta.dirname, 'distance'),
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`go build: ${built.error?.message ?? built.stderr}`);
  const link = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = createInterface({ input: link.stdout });
  await firstOf(once(said, 'line'), link);
  const place = spawn('unshare', ['-n', 'sh', '-c', 'echo open && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await firstOf(once(place.stdout, 'data'), place);

  // The spawned process is in the guest's namespace: `unshare` and `sh` replace themselves (exec) and keep its id.
  const enter: [string, ...string[]] = ['nsenter', '--target', String(place.pid), '--net'];
  run('ip', 'link', 'set', 'far', 'netns', String(place.pid), 'name', 'eth0');
  run('ip', 'link', 'set', 'near', 'addrgenmode', 'none');
  run('ip', 'link', 'set', 'near', 'up');
  run('ip', 'route', 'add', guestAddress, 'dev', 'near', 'src', serverAddress);
  run(...enter, 'ip', 'link', 'set', 'lo', 'up');
  run(...enter, 'ip', 'link', 'set', 'eth0', 'addrgenmode', 'none');
  run(...enter, 'ip', 'address', 'add', `${guestAddress}/24`, 'dev', 'eth0');
  run(...enter, 'ip', 'link', 'set', 'eth0', 'up');
  run(...enter, 'ip', 'route', 'add', 'default', 'dev', 'eth0');
  return {
    chromium: await writeChromium(join(folder, 'chromium'), { enter }),
    async set(delayMs) {
      const isSet = once(said, 'line');
      link.stdin.write(`${String(delayMs)}ms\n`);
      await isSet;
    },
    async close() {
      for (const child of [link, place]) {
        const ended = once(child, 'exit');
        child.stdin.end();
        await ended;
      }
      await rm(folder, { recursive: true });
    },
  };
}

function run(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** Waits for an event, or rejects when the program has ended before. */
async function firstOf(event: Promise<unknown>, child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('A program of the slow network ended before it was ready.');
  });
  await Promise.race([event, ended]);
  ended.catch(() => {});
}
