import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findFreePort } from './ports.ts';
import { familyOf, listenersOf } from './testing/listeners.ts';

const program = join(import.meta.dirname, 'testing', 'startStandIn.ts');

/** Time limit for tests that may be the first to need LiveKit, which then has to be downloaded or built. */
const firstStartMs = 600_000;

interface Run {
  process: ChildProcess;
  pid: number;
  text: () => string;
  /** Waits until `npm start` has printed its greeting, which means that the room is open. */
  open: () => Promise<void>;
  exit: Promise<number | null>;
}

const started: ChildProcess[] = [];

afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL');
});

async function freePorts(): Promise<string[]> {
  const tcp = async () => String(await findFreePort('tcp', '127.0.0.1'));
  const udp = String(await findFreePort('udp', '127.0.0.1'));
  return ['--port', await tcp(), '--livekit-port', await tcp(), '--livekit-udp-port', udp];
}

function run(args: readonly string[], command = process.execPath, before: readonly string[] = []): Run {
  const child = spawn(command, [...before, '--import', 'tsx', program, ...args], { env: process.env });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (piece: string) => (text += piece));
  }
  return {
    process: child,
    pid: child.pid ?? 0,
    text: () => text,
    open: async () => {
      await expect.poll(() => text, { timeout: firstStartMs, interval: 50 }).toContain('Ctrl-C');
    },
    exit: new Promise((resolve) => void child.once('close', resolve)),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('5 tests skipped: processes and ports are read from /proc, which only Linux has');

test.skipIf(!isLinux)(
  'Ctrl-C leaves no process and no open port, and exits with status 0',
  { timeout: firstStartMs },
  async () => {
    const room = run(await freePorts());
    await room.open();
    expect(room.text()).toMatch(
      /here +http:\/\/localhost:\d+\/\n +as host +http:\/\/localhost:\d+\/#host=\w+ .*\n +on phones +npm start -- --lan .*Firefox.*\n +to end +Ctrl-C/,
    );
    const family = await familyOf(room.pid);
    expect(family.length).toBeGreaterThanOrEqual(3);
    expect((await listenersOf(family)).length).toBeGreaterThanOrEqual(4);
    room.process.kill('SIGINT');
    // Sends the signal a second time, as npm does: it passes on the Ctrl-C that the terminal has already sent to all.
    // Both together count as one Ctrl-C.
    room.process.kill('SIGINT');
    expect(await room.exit).toBe(0);
    expect(family.filter(isAlive)).toEqual([]);
  },
);

test.skipIf(!isLinux)(
  'the death of LiveKit ends everything, and is reported with its last lines',
  async () => {
    const room = run(await freePorts());
    await room.open();
    const family = await familyOf(room.pid);
    const livekit = family.find((pid) => /livekit-server/.test(commandOf(pid))) ?? 0;
    process.kill(livekit, 'SIGTERM');
    expect(await room.exit).toBe(1);
    expect(room.text()).toMatch(
      /\nlivekit ended with status 0\.\nIts last lines:\n[\s\S]*starting LiveKit server/,
    );
    expect(family.filter(isAlive)).toEqual([]);
  },
);

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

test.skipIf(!isLinux)(
  "no other user of the machine can read LiveKit's secret from the list of processes",
  async () => {
    const room = run(await freePorts());
    await room.open();
    const commands = (await familyOf(room.pid)).map(commandOf);
    expect(commands.filter((command) => command.includes('livekit-server'))).toHaveLength(1);
    expect(commands.join('\n')).not.toMatch(/secret|keys|API[0-9a-f]{12}/i);
    room.process.kill('SIGTERM');
    expect(await room.exit).toBe(0);
  },
);

test('a port in use is reported with the option that changes it, before anything starts', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  const room = run([...(await freePorts()), '--livekit-port', port]);
  expect(await room.exit).toBe(1);
  expect(room.text()).toContain(
    `Port ${port}/tcp (LiveKit's signalling) is taken by another program. Choose another one with --livekit-port.`,
  );
  expect(room.text()).not.toContain('    at ');
  server.close();
});

test('an unknown option is reported, and the exit status is 2', async () => {
  const room = run(['--prot', '3000']);
  expect(await room.exit).toBe(2);
  expect(room.text()).toBe("Unknown option '--prot'.\nnpm start -- --help lists the options.\n");
});

test('--help prints the options', async () => {
  const room = run(['--help']);
  expect(await room.exit).toBe(0);
  expect(room.text()).toContain('--livekit-udp-port <port>');
});

/** Shell commands that give a network namespace loopback and an interface like that of a home PC. */
const setUpNetwork = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  'ip addr add 192.168.77.2/24 dev eth0',
  'ip link set eth0 up',
  'ip link set peer0 up',
].join(' && ');

const hasNetworks = isLinux && spawnSync('unshare', ['-rn', 'sh', '-c', setUpNetwork]).status === 0;
if (!hasNetworks) console.warn('1 test skipped: --lan in a network of its own needs unshare and veth');

test.skipIf(!hasNetworks)(
  '--lan finds the LAN address and prints the URL for phones',
  { timeout: firstStartMs },
  async () => {
    // Makes sure that LiveKit is in the cache, because the network namespace below has no way to the internet.
    const first = run(await freePorts());
    await first.open();
    first.process.kill('SIGINT');
    await first.exit;

    const room = run(['--lan'], 'unshare', [
      '-rn',
      'sh',
      '-c',
      `${setUpNetwork} && exec "$0" "$@"`,
      process.execPath,
    ]);
    await room.open();
    expect(room.text()).toMatch(/on phones {2}https:\/\/192\.168\.77\.2:3443\/#key=[a-z2-9-]{19}\n/);
    expect(room.text()).toContain('▄▄▄▄▄');
    expect(room.text()).toContain('The phone warns of the certificate');
    room.process.kill('SIGINT');
    expect(await room.exit).toBe(0);
  },
);
