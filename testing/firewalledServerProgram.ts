import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startChild, type Child } from '../local/child.ts';
import { usualPorts } from '../local/choosePorts.ts';
import { livekitConfig } from '../local/livekit/livekitConfig.ts';
import { builtProject } from '../local/project.ts';
import { startRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { isUp, untilReady } from '../local/servers.ts';

/**
 * A program that `firewalledServer.ts` starts in a network namespace. It starts the servers of `npm start -- --lan` at
 * their usual ports, prints the room's address, and ends at the end of its standard input. Each line of that input is
 * JSON for LiveKit's configuration: the program merges it, restarts LiveKit, and prints a line once LiveKit answers.
 */
const address = process.argv[2] ?? '';
const server = await startRoom({
  project: builtProject(join(import.meta.dirname, '..'), { isBuilt: true }),
  ports: usualPorts,
  lan: { address, isOpen: true },
  environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000' },
  screen: silentScreen,
});
let again: Child | undefined;

async function restartLivekit(more: object): Promise<void> {
  const { livekit, keys, ports } = server;
  if (again) await again.stop();
  else if (livekit.pid !== undefined) process.kill(livekit.pid, 'SIGKILL');
  const { signal } = new AbortController();
  await untilReady(async () => !(await isUp(livekit.url)), [], signal);
  const usual: unknown = JSON.parse(
    livekitConfig({
      port: ports.livekit,
      udpPort: ports.livekitUdp,
      tcpPort: ports.livekitTcp,
      mediaAddress: address,
      keys,
    }),
  );
  again = startChild({
    name: 'livekit',
    command: livekit.path,
    args: [],
    environment: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LIVEKIT_CONFIG: JSON.stringify(merged(usual, more)),
    },
  });
  await untilReady(() => isUp(livekit.url), [again], signal);
}

function merged(one: unknown, other: unknown): unknown {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return other;
  const entries = Object.entries(other).map(([key, value]) => [key, merged(Reflect.get(one, key), value)]);
  return { ...one, ...Object.fromEntries(entries) };
}

process.stdout.write(`${server.lanUrl ?? ''}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const more: unknown = JSON.parse(line);
  if (typeof more !== 'object' || more === null) throw new Error('A line of input must be a JSON object');
  await restartLivekit(more);
  process.stdout.write('up\n');
}
await again?.stop();
await server.stop();
process.exit(0);
