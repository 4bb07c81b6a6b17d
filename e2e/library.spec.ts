import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { build } from 'vite';
import { builtApp } from '../local/app/builtApp.ts';
import { readShippedHeaders } from '../local/app/shippedHeaders.ts';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { expect, test as base } from '../testing/e2eTest.ts';
import { changedPixels, tile } from '../testing/observe.ts';

const root = joinPath(import.meta.dirname, '..');

/**
 * Builds the app with `libraryView.tsx` in place of the list of shortcuts.
 *
 * @returns the folder of the built app
 */
async function buildWithLibrary(): Promise<string> {
  const folder = await mkdtemp(joinPath(tmpdir(), 'first-room-library-'));
  await build({
    root,
    configFile: joinPath(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, sourcemap: false },
    plugins: [
      {
        name: 'library-view',
        enforce: 'pre',
        resolveId: (id) =>
          id.endsWith('/ShortcutsDialog.tsx') ? joinPath(root, 'e2e', 'libraryView.tsx') : undefined,
      },
    ],
  });
  return folder;
}

const test = base.extend<{ builtWithLibrary: RunningRoom }>({
  builtWithLibrary: async ({}, use) => {
    const folder = await buildWithLibrary();
    const room = await startRoom({
      project: {
        ...builtProject(root, { isBuilt: true }),
        openApp: async () => builtApp(folder, await readShippedHeaders(root)),
      },
      ports: anyPorts,
      environment: process.env,
      screen: silentScreen,
    });
    await use(room);
    await room.stop();
    await rm(folder, { recursive: true });
  },
});

test('hooks and components of LiveKit’s library work in a view that loads after the join', async ({
  join,
  builtWithLibrary,
}) => {
  const guest = { origin: builtWithLibrary.url, query: '' };
  await join({ name: 'Ben', ...guest });
  const aiko = await join({ name: 'Aiko', video: 'off', ...guest });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await aiko.keyboard.press('?');
  const view = aiko.getByRole('region', { name: 'Library' });
  await expect(view.getByText('Aiko and Ben')).toBeVisible();
  await expect.poll(() => view.getByTitle('Ben').evaluate(changedPixels)).toBeGreaterThan(20);
});
