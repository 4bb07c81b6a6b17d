import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startChild, type Child } from '../local/child.ts';
import { usualPorts } from '../local/choosePorts.ts';
import { livekitConfig } from '../local/livekit/livekitConfig.ts';
import { builtProject } from '../local/project.ts';
import { startRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { isUp } from '../local/servers.ts';

/**
 * A program of its own, started in a network of its own (`network.ts`): everything that `npm start -- --lan` runs, at its usual
 * ports. It says where the room is, and ends when nobody listens to it any more. Each line that it reads is more of LiveKit's configuration
 * (JSON) to start LiveKit anew with; it answers with a line once LiveKit is up.
 */
const address = process.argv[2] ?? '';
const house = await startRoom({
  project: builtProject(join(import.meta.dirname, '..'), { isBuilt: true }),
  ports: usualPorts,
  lan: { address, isOpen: true },
  environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000' },
  screen: silentScreen,
});
let again: Child | undefined;

async function restartLivekit(more: object): Promise<void> {
  const { livekit, keys, ports } = house;
  if (again) await again.stop();
  else if (livekit.pid !== undefined) process.kill(livekit.pid, 'SIGKILL');
  while (await isUp(livekit.url));
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
  while (!(await isUp(livekit.url)));
}

function merged(one: unknown, other: unknown): unknown {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return other;
  const entries = Object.entries(other).map(([key, value]) => [key, merged(Reflect.get(one, key), value)]);
  return { ...one, ...Object.fromEntries(entries) };
}

process.stdout.write(`${house.lanUrl ?? ''}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const more: unknown = JSON.parse(line);
  if (typeof more !== 'object' || more === null) throw new Error('LiveKit takes a configuration');
  await restartLivekit(more);
  process.stdout.write('up\n');
}
await again?.stop();
await house.stop();
process.exit(0);
