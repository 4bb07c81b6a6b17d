import { RoomServiceClient } from 'livekit-server-sdk';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { devicesOf } from '../testing/browserArguments.ts';
import { findChromium } from '../testing/chromium.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { startBenchServer } from './benchServer.ts';
import { enterCrowd, type Crowd } from './crowd.ts';
import { installProbe } from './probe.ts';

/** The pages to measure: the app and its two rivals `floor` and `usual`; `before` is an earlier build of the app. */
export const variants = ['app', 'floor', 'usual', 'before'] as const;
export type Variant = (typeof variants)[number];

const ownRoom = 'bench';
/** Numbers of other participants; each number has a scenario of its own. */
export const crowds = [4, 9, 16, 25] as const;
/** Name of the room for a scenario with this number of other participants. */
export const crowdRoom = (people: number) => `crowd-${people}`;
const paths: Record<Variant, string> = { app: '', floor: 'floor/', usual: 'usual/', before: 'before/' };

export interface Guest {
  page: Page;
  devTools: CDPSession;
  close: () => Promise<void>;
}

export interface BenchStage {
  /**
   * Opens a page in a new browser profile with an empty cache. `prepare` runs before navigation, for example to
   * throttle the network.
   */
  open: (variant: Variant, options?: GuestOptions) => Promise<Guest>;
  /** Adds simulated participants to a room that the scenario names. */
  enterCrowd: (room: string, people: number) => Promise<Crowd>;
  /** Returns the time at which the onlooker, another participant, first saw a newcomer after `sinceMs`. */
  seenByOthersAtMs: (sinceMs: number) => Promise<number>;
  /** Counts the guests whose pages are connected to LiveKit while they are still in the lobby. */
  countInLobby: () => Promise<number>;
  browserVersion: string;
  stop: () => Promise<void>;
}

export interface GuestOptions {
  clicks?: boolean;
  room?: string;
  /** The end of the page's address, from `#`. */
  fragment?: string;
  /** Origin of a server that the scenario has started for itself. */
  origin?: string;
  prepare?: (devTools: CDPSession) => Promise<unknown>;
}

/** A place from which guests reach the server at another address than loopback. */
export interface FarAway {
  serverAddress: string;
  /** Path of a program that starts Chromium at that place. */
  chromium: string;
  /** Settings of the token handler. */
  environment?: Record<string, string>;
}

/**
 * Starts what all scenarios share: a real LiveKit and token handler, a participant who sends 720p in three layers, and
 * in another browser an onlooker, who shows when others see the guest.
 *
 * @param before folder of a built earlier version of this project, to measure it as well
 * @param far where the guests are, if they are not on this computer's loopback
 */
export async function openStage(root: string, before?: string, far?: FarAway): Promise<BenchStage> {
  const server = await startBenchServer(
    root,
    {
      ROOMS: [ownRoom, ...crowds.map(crowdRoom)].join(','),
      MAX_PARTICIPANTS: '30',
      ...far?.environment,
    },
    { before, lanAddress: far?.serverAddress },
  );
  const browsers: Browser[] = [];
  const others: Crowd[] = [];
  const stop = async () => {
    await Promise.allSettled(others.map((crowd) => crowd.leave()));
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await server.stop();
  };
  try {
    const executablePath = findChromium();
    const launch = async (path = executablePath) => {
      const browser = await chromium.launch({
        ...(path && { executablePath: path }),
        // The test camera sends 20 frames a second, Chromium's default. In the e2e tests it sends 5, to spare the CPU.
        args: devicesOf(20),
      });
      browsers.push(browser);
      return browser;
    };
    const onlooker = await enter(
      await launch(),
      `${server.url}floor/?room=${ownRoom}&name=Onlooker&listen`,
      false,
    );
    const letIn = (room: string, people: number) =>
      enterCrowd({
        root,
        livekit: { url: server.livekit.url, keys: server.keys },
        page: onlooker.page,
        room,
        people,
      });
    // This participant's video is pre-encoded, so that encoding does not take CPU time from the page under test.
    others.push(await letIn(ownRoom, 1));
    await onlooker.page.getByRole('button', { name: 'Join' }).click();
    await onlooker.page.waitForFunction(() => document.title === 'joined');
    const guests = await launch(far?.chromium);
    const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
    return {
      open: (
        variant,
        { clicks = false, room = ownRoom, fragment = '', origin = server.lanUrl ?? server.url, prepare } = {},
      ) =>
        enter(
          guests,
          `${origin}${paths[variant]}?room=${room}&name=Guest&lang=en${fragment}`,
          clicks,
          prepare,
        ),
      enterCrowd: letIn,
      async seenByOthersAtMs(sinceMs) {
        const seen = await onlooker.page.waitForFunction(
          (since) => window.bench.firstFramesAtMs.find((atMs) => atMs > since),
          sinceMs,
        );
        return (await seen.jsonValue()) ?? Number.NaN;
      },
      async countInLobby() {
        const everybody = await host.listParticipants(ownRoom);
        return everybody.filter(({ permission }) => permission?.hidden).length;
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
    // The server's certificate for another address than loopback is signed by nobody.
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Performance.enable');
  await prepare?.(devTools);
  await page.addInitScript(nameHelper);
  await page.addInitScript(installProbe, { clicks });
  await page.goto(url, { waitUntil: 'commit' });
  return {
    page,
    devTools,
    async close() {
      // A page that is closed with its context does not leave the room: LiveKit would list the guest for 20 s more.
      await page.goto('about:blank').catch(() => {});
      await context.close();
    },
  };
}
