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
import { inRoom } from './inRoom.ts';
import { takeUncaught, watchUncaught } from './uncaught.ts';

const root = join(import.meta.dirname, '..');

export interface GuestOptions {
  name: string;
  /** More of the address: `room=…`, `lang=ja`. */
  query?: string;
  context?: BrowserContextOptions;
  browser?: Browser;
  origin?: string;
  /** Behind `#`: `key=…`. */
  fragment?: string;
}

interface StoryFixtures {
  /** A room of this story alone, in the house of this run. */
  room: string;
  /** Opens the lobby as a guest with a browser profile of their own. */
  openLobby: (guest: GuestOptions) => Promise<Page>;
  /** The same, and joins. */
  join: (guest: GuestOptions) => Promise<Page>;
  /** A house of this story's own, that may be broken. */
  openHouse: (
    environment?: Record<string, string>,
    lan?: { address: string; isOpen?: boolean },
    onLine?: (name: string, line: string) => void,
  ) => Promise<RunningRoom>;
  /** Fails the test when a page had an error that nothing caught. */
  noUncaughtErrors: void;
}

interface WorkerFixtures {
  /** The house of this run. */
  house: RunningRoom;
  /** Where guests go unless the story says so. */
  home: string;
  takeRoom: () => string;
  /** Another Chromium, started with these arguments; the same one for every story that asks for the same. */
  launch: (args: string[]) => Promise<Browser>;
  /** A Chromium that answers every question for a device with no; the headless shell would ask nobody and leave the question open. */
  refusing: Browser;
}

/** Rooms have to be allowed by name: enough of them for a run. */
const roomNames = Array.from({ length: 100 }, (_, index) => `story-${index + 1}`);

function startHouse(
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

/** Stories run against what `npm start` runs: LiveKit, the built token handler and the built app. */
export const test = base.extend<StoryFixtures, WorkerFixtures>({
  browser: [({ browser }, use) => use(watchUncaught(browser)), { scope: 'worker' }],
  noUncaughtErrors: [
    async ({}, use) => {
      await use();
      base.expect(takeUncaught(), 'errors in pages that nothing caught').toEqual([]);
    },
    { auto: true },
  ],
  house: [
    async ({}, use) => {
      const house = await startHouse({ ROOMS: ['my-first-room', ...roomNames].join(',') });
      await use(house);
      await house.stop();
    },
    { scope: 'worker' },
  ],
  home: [({ house }, use) => use(house.url), { scope: 'worker' }],
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
      const context = await (guest.browser ?? browser).newContext({ ...contextOptions, ...guest.context });
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
    // A guest who stays goes on encoding video beside the next story.
    await Promise.all(contexts.map((context) => context.close()));
    base.expect(violations, 'what the content policy has refused').toEqual([]);
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
  openHouse: async ({}, use) => {
    const houses: RunningRoom[] = [];
    await use(async (environment = {}, lan, onLine) => {
      const house = await startHouse(environment, lan, onLine);
      houses.push(house);
      return house;
    });
    await Promise.all(houses.map((house) => house.stop()));
  },
});

export { expect } from 'playwright/test';
