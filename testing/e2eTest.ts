import { join } from 'node:path';
import {
  chromium,
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright/test';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { refusedDevices } from './browserArguments.ts';
import { findChromium } from './chromium.ts';
import { failOnUncaught } from './failOnUncaught.ts';
import { inRoom } from './inRoom.ts';
import { watchUncaught } from './uncaught.ts';

const root = join(import.meta.dirname, '..');

export interface GuestOptions {
  name: string;
  /** Query of the page's address, such as `lang=ja` or `room=…`. */
  query?: string;
  context?: BrowserContextOptions;
  browser?: Browser;
  origin?: string;
  /** Fragment of the page's address, such as `key=…`. */
  fragment?: string;
  /**
   * With `off` the guest joins without video, because the browser's storage says that the camera was off. Encoding and
   * decoding video is most of a guest's CPU time.
   */
  video?: 'off';
}

interface TestFixtures {
  /** Name of a room on the worker's test server that no other test uses. */
  room: string;
  /** Opens the lobby as a guest, in a browser context of their own. */
  openLobby: (guest: GuestOptions) => Promise<Page>;
  /** Opens the lobby as a guest, and joins the room. */
  join: (guest: GuestOptions) => Promise<Page>;
  /** Starts a test server for this test alone, which the test may break. */
  openServer: (
    environment?: Record<string, string>,
    lan?: { address: string; isOpen?: boolean },
    onLine?: (name: string, line: string) => void,
  ) => Promise<RunningRoom>;
}

interface WorkerFixtures {
  /** The worker's test server: LiveKit, the built token handler and the built app. Tests must not break it. */
  server: RunningRoom;
  /** Address of the page that guests open, unless the test names another. */
  home: string;
  /** Returns the name of a room that no test of this worker has used yet. */
  takeRoom: () => string;
  /**
   * Returns another Chromium, started with these arguments. Tests of a worker that pass the same arguments share it.
   */
  launch: (args: string[]) => Promise<Browser>;
  /**
   * A Chromium that denies every permission prompt for a device. The headless shell would leave the prompt unanswered.
   */
  refusing: Browser;
}

/** Returns the browser storage that a guest has who turned the camera off (src/media/own/deviceChoices.ts). */
function videoOffAt(url: string): NonNullable<BrowserContextOptions['storageState']> {
  const devices = { name: 'first-room:devices', value: JSON.stringify({ camera: { on: false } }) };
  return { cookies: [], origins: [{ origin: new URL(url).origin, localStorage: [devices] }] };
}

/** Names of the rooms that the token handler allows. A hundred are enough for all tests of a worker. */
const roomNames = Array.from({ length: 100 }, (_, index) => `room-${index + 1}`);

function startTestServer(
  environment: Record<string, string>,
  lan?: { address: string; isOpen?: boolean },
  onLine?: (name: string, line: string) => void,
): Promise<RunningRoom> {
  return startRoom({
    project: builtProject(root, { isBuilt: true }),
    ports: anyPorts,
    environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000', ...environment },
    screen: silentScreen,
    lan,
    ...(onLine && { onLine }),
  });
}

async function launchChromium(executablePath: string | undefined, args: string[]): Promise<Browser> {
  return watchUncaught(await chromium.launch({ ...(executablePath && { executablePath }), args }));
}

/**
 * Playwright's `test` with the fixtures of the e2e tests. Guests join on a test server that `startRoom` starts, as `npm
 * start` does.
 */
export const test = base.extend(failOnUncaught).extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startTestServer({ ROOMS: ['my-first-room', ...roomNames].join(',') });
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  home: [({ server }, use) => use(server.url), { scope: 'worker' }],
  takeRoom: [
    async ({}, use) => {
      const free = [...roomNames];
      await use(() => free.shift() ?? 'my-first-room');
    },
    { scope: 'worker' },
  ],
  room: async ({ takeRoom }, use) => {
    await use(takeRoom());
  },
  openLobby: async ({ browser, home, room, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    const violations: string[] = [];
    await use(async (guest) => {
      const context = await (guest.browser ?? browser).newContext({
        ...contextOptions,
        ...(guest.video === 'off' && { storageState: videoOffAt(guest.origin ?? home) }),
        ...guest.context,
      });
      contexts.push(context);
      context.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) violations.push(message.text());
      });
      const page = await context.newPage();
      const query = guest.query ?? `room=${room}`;
      const fragment = guest.fragment === undefined ? '' : `#${guest.fragment}`;
      await page.goto(`${guest.origin ?? home}?${query}&name=${encodeURIComponent(guest.name)}${fragment}`);
      return page;
    });
    // Closes the pages of the test's guests. A guest who stayed would go on encoding video during the next test.
    await Promise.all(contexts.map((context) => context.close()));
    base.expect(violations, 'violations of the content security policy').toEqual([]);
  },
  join: async ({ openLobby }, use) => {
    await use(async (guest) => {
      const page = await openLobby(guest);
      await page.getByRole('button', { name: 'Join' }).click();
      await inRoom(page);
      return page;
    });
  },
  launch: [
    async ({ launchOptions: { executablePath } }, use) => {
      const launched = new Map<string, Promise<Browser>>();
      await use((args) => {
        const key = args.join(' ');
        const browser = launched.get(key) ?? launchChromium(executablePath, args);
        launched.set(key, browser);
        return browser;
      });
      await Promise.all([...launched.values()].map(async (browser) => (await browser).close()));
    },
    { scope: 'worker' },
  ],
  refusing: [
    async ({}, use) => {
      const browser = await launchChromium(findChromium(), refusedDevices);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  openServer: async ({}, use) => {
    const servers: RunningRoom[] = [];
    await use(async (environment = {}, lan, onLine) => {
      const server = await startTestServer(environment, lan, onLine);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
});

export { expect } from 'playwright/test';
