import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtApp } from '../../local/app/builtApp.ts';
import { anyPorts } from '../../local/choosePorts.ts';
import { startRoom, type RoomOptions, type RunningRoom } from '../../local/room.ts';
import { silentScreen } from '../../local/screen.ts';

/**
 * What `npm start` starts, without waiting for a build: LiveKit and the token handler are real, and of the page there is
 * as much as the doctor looks at.
 */
export async function startHouse(more: Partial<RoomOptions> = {}): Promise<RunningRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="./assets/index-abc.js"></script><div id="root"></div>',
  );
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};\n');
  await writeFile(join(folder, 'config.json'), '{}\n');
  const room = await startRoom({
    project: {
      tokenHandler: ['--import', 'tsx', join('token', 'main.ts')],
      cwd: dirname(dirname(import.meta.dirname)),
      prepare: () => Promise.resolve(),
      openApp: () => Promise.resolve(builtApp(folder)),
    },
    ports: anyPorts,
    environment: process.env,
    screen: silentScreen,
    ...more,
  });
  return {
    ...room,
    async stop() {
      await room.stop();
      await rm(folder, { recursive: true });
    },
  };
}
