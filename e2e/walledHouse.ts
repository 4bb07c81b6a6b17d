import { join } from 'node:path';
import { usualPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';

/**
 * A program of its own, started in a network of its own (`network.ts`): everything that `npm start -- --lan` runs, at its usual
 * ports. It says where the room is, and ends when nobody listens to it any more.
 */
const house = await startRoom({
  project: builtProject(join(import.meta.dirname, '..'), { isBuilt: true }),
  ports: usualPorts,
  lan: { address: process.argv[2] },
  environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000' },
  screen: silentScreen,
});
process.stdin.resume().on('end', () => {
  void house.stop().then(() => process.exit(0));
});
process.stdout.write(`${house.lanUrl ?? ''}\n`);
