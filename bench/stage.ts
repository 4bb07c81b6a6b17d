import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { fakeDevices } from '../e2e/browserArguments.ts';
import { findChromium } from '../e2e/chromium.ts';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { benchApp } from './benchApp.ts';
import { enterCrowd, type Crowd } from './crowd.ts';
import { installProbe } from './probe.ts';

/** Who is measured: the app, and what it is measured against. */
export const variants = ['app', 'floor', 'usual'] as const;
export type Variant = (typeof variants)[number];

const ownRoom = 'bench';
/** How many others there are in the rooms with a crowd. */
export const crowds = [4, 9, 16, 25] as const;
const paths: Record<Variant, string> = { app: '', floor: 'floor/', usual: 'usual/' };

export interface Guest {
  page: Page;
  devTools: CDPSession;
  close: () => Promise<void>;
}

export interface BenchStage {
  /** A page with a cold profile; `prepare` may slow it down before it is opened. */
  open: (variant: Variant, options?: GuestOptions) => Promise<Guest>;
  /** Lets so many people into a room of their own. */
  enterCrowd: (room: string, people: number) => Promise<Crowd>;
  /** When the others first saw somebody new after `sinceMs`. */
  seenByOthersAtMs: (sinceMs: number) => Promise<number>;
  browserVersion: string;
  stop: () => Promise<void>;
}

export interface GuestOptions {
  clicks?: boolean;
  room?: string;
  prepare?: (devTools: CDPSession) => Promise<unknown>;
}

/**
 * A real LiveKit and token handler, and somebody who is in the room already: a browser of its own with Chromium's moving
 * test picture, 720p in three layers.
 */
export async function openStage(root: string): Promise<BenchStage> {
  const house = await startRoom({
    project: { ...builtProject(root, { isBuilt: true }), openApp: async () => benchApp(root) },
    ports: anyPorts,
    environment: {
      ...process.env,
      ROOMS: [ownRoom, ...crowds.map((people) => `crowd-${people}`)].join(','),
      MAX_PARTICIPANTS: '30',
      RATE_LIMIT_PER_MINUTE: '10000',
    },
    screen: silentScreen,
  });
  const browsers: Browser[] = [];
  const stop = async () => {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await house.stop();
  };
  try {
    const executablePath = findChromium();
    const launch = async () => {
      const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: fakeDevices });
      browsers.push(browser);
      return browser;
    };
    const publisher = await enter(await launch(), `${house.url}floor/?room=${ownRoom}&name=Publisher`, false);
    await publisher.page.getByRole('button', { name: 'Join' }).click();
    await publisher.page.waitForFunction(() => document.title === 'joined');
    const guests = await launch();
    return {
      open: (variant, { clicks = false, room = ownRoom, prepare } = {}) =>
        enter(guests, `${house.url}${paths[variant]}?room=${room}&name=Guest&lang=en`, clicks, prepare),
      enterCrowd: (room, people) =>
        enterCrowd({
          root,
          livekit: { url: house.livekit.url, keys: house.keys },
          page: publisher.page,
          room,
          people,
        }),
      async seenByOthersAtMs(sinceMs) {
        const seen = await publisher.page.waitForFunction(
          (since) => window.bench.firstFramesAtMs.find((atMs) => atMs > since),
          sinceMs,
        );
        return (await seen.jsonValue()) ?? Number.NaN;
      },
      browserVersion: guests.version(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function enter(
  browser: Browser,
  url: string,
  clicks: boolean,
  prepare?: GuestOptions['prepare'],
): Promise<Guest> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Performance.enable');
  await prepare?.(devTools);
  // tsx keeps functions' names by a helper that the page has not.
  await page.addInitScript('globalThis.__name = (value) => value;');
  await page.addInitScript(installProbe, { clicks });
  await page.goto(url, { waitUntil: 'commit' });
  return { page, devTools, close: () => context.close() };
}
