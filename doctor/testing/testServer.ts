import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtApp } from '../../local/app/builtApp.ts';
import { anyPorts } from '../../local/choosePorts.ts';
import type { Keys } from '../../local/livekit/livekitConfig.ts';
import { createOrigin, type App } from '../../local/origin.ts';
import type { Project } from '../../local/project.ts';
import { startRoom, type RoomOptions, type RunningRoom } from '../../local/room.ts';
import { silentScreen } from '../../local/screen.ts';
import { serveOrigin, type Place, type Served } from '../../local/serveOrigin.ts';
import { startTokenHandler } from '../../local/tokenHandler.ts';

/** Writes a page that consists of two files, which are all that the doctor looks at. */
export async function writePage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="./assets/index-abc.js"></script><div id="root"></div>',
  );
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {};\n');
  await writeFile(join(folder, 'config.json'), '{}\n');
  return folder;
}

/** Starts a room as `npm start` does, without building the app: LiveKit and the token handler are real. */
export async function startTestServer(more: Partial<RoomOptions> = {}): Promise<RunningRoom> {
  const folder = await writePage();
  const room = await startRoom({
    project: sources(() => builtApp(folder)),
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

function sources(openApp: () => App): Project {
  return {
    tokenHandler: ['--import', 'tsx', join('token', 'main.ts')],
    cwd: dirname(dirname(import.meta.dirname)),
    prepare: () => Promise.resolve(),
    openApp: () => Promise.resolve(openApp()),
  };
}

export interface TestOrigin {
  /** Folder of the page's files. */
  folder: string;
  livekitUrl: string;
  tokenHandlerUrl: string;
  certificate?: NonNullable<Place['certificate']>;
}

/** Starts an origin that forwards to the LiveKit and token handler that the test chooses. */
export function openTestOrigin({
  folder,
  livekitUrl,
  tokenHandlerUrl,
  certificate,
}: TestOrigin): Promise<Served> {
  const origin = createOrigin({
    app: builtApp(folder),
    livekitUrl,
    tokenHandlerUrl: () => tokenHandlerUrl,
  });
  return serveOrigin(origin, { address: '127.0.0.1', port: 0, ...(certificate && { certificate }) });
}

/** Starts another token handler, with these keys, for a LiveKit that runs already. */
export async function startHandler(keys: Keys, livekitUrl: string, more: Record<string, string> = {}) {
  return new Promise<{ url: string; stop: () => Promise<void> }>((resolve) => {
    const handler = startTokenHandler({
      project: sources(() => builtApp('.')),
      environment: { ...process.env, ...more },
      keys,
      livekitUrl,
      port: 0,
      onLine() {
        const address = handler.url();
        if (address !== undefined) resolve({ url: address, stop: () => handler.child.stop() });
      },
    });
  });
}
