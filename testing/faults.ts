import type { CDPSession, Page } from 'playwright/test';
import type { Child } from '../local/child.ts';
import type { RunningRoom } from '../local/room.ts';
import { expectMovingVideo, expectSound } from './observe.ts';
import { openPath, type Path } from './path.ts';
import { startAgain } from './startAgain.ts';
import { expect, test as base } from './e2eTest.ts';

export { expect } from './e2eTest.ts';

/** Playwright's `test` with fixtures for tests that break a server or a connection and repair it again. */
export const test = base.extend<{
  /**
   * Starts LiveKit again on the ports of a server whose LiveKit has ended, with the same keys unless others are given.
   */
  restartLivekit: (server: RunningRoom, keys?: RunningRoom['keys']) => Promise<{ pid: number | undefined }>;
  /** Opens a network path to a server that the test can cut. */
  pathTo: (server: RunningRoom) => Promise<Path>;
}>({
  // A small window for all guests: in it the large simulcast layers are neither requested nor encoded, so that two
  // cores are enough for several guests.
  viewport: { width: 720, height: 540 },
  restartLivekit: async ({}, use) => {
    const started: Child[] = [];
    await use(async (server, keys) => {
      const livekit = await startAgain(server, keys);
      started.push(livekit);
      return livekit;
    });
    await Promise.all(started.map((livekit) => livekit.stop()));
  },
  pathTo: async ({}, use) => {
    const paths: Path[] = [];
    await use(async ({ ports }) => {
      const path = await openPath(ports.app);
      paths.push(path);
      return path;
    });
    await Promise.all(paths.map((path) => path.close()));
  },
});

/**
 * Opens the network emulation of a page, a part of DevTools. It affects only WebRTC connections that are made after
 * this call.
 */
export async function openNetwork(page: Page): Promise<CDPSession> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await losePackets(network, 0);
  return network;
}

/**
 * Makes Chromium drop this percentage of the page's WebRTC packets in both directions. HTTP and WebSockets are not
 * affected.
 */
export async function losePackets(network: CDPSession, packetLoss: number): Promise<void> {
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    // A small latency, because with 0 Chromium emulates no network at all.
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: -1,
    packetLoss,
    packetQueueLength: 0,
  });
}

/**
 * Longest time (ms) until the app has announced a join: it announces up to 2.5 s later who joined
 * (src/meeting/arrivals.ts, announcements.ts).
 */
const announcedMs = 4000;

/**
 * Records what the page announces to screen readers from now on, after waiting for announcements of earlier events.
 * Returns a function that reads the record.
 */
export async function recordAnnouncements(page: Page): Promise<() => Promise<string>> {
  await page.waitForTimeout(announcedMs);
  await page.evaluate(() => {
    const announced: string[] = [];
    Object.assign(globalThis, { announcements: announced });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (node.parentElement?.closest('[aria-live]')?.ariaLive === 'polite')
            announced.push(node.textContent ?? '');
        }
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => String(Reflect.get(globalThis, 'announcements')));
}

/** Counts the page's calls of getUserMedia from now on. Returns a function that reads their number. */
export async function countOpenedDevices(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    Object.assign(globalThis, { openedDevices: 0 });
    mediaDevices.getUserMedia = (constraints) => {
      Reflect.set(globalThis, 'openedDevices', Number(Reflect.get(globalThis, 'openedDevices')) + 1);
      return getUserMedia(constraints);
    };
  });
  return () => page.evaluate(() => Number(Reflect.get(globalThis, 'openedDevices')));
}

/**
 * Time limit for a return after a fault. Guests are back within ten seconds on an idle computer, but 32 s were measured
 * on an overloaded one. So the limit only catches a guest who comes back by chance, long after the fault. The measured
 * times are in the test run's report.
 */
const longestReturnSeconds = 45;

/**
 * Waits until the guest receives video and audio again. Fails when the video arrived later than `longestReturnSeconds`
 * after the end of the fault. The measured time is in the test run's report.
 */
export async function expectBack(
  pairs: readonly [Page, string][],
  sinceMs: number,
  what: string,
): Promise<void> {
  await Promise.all(pairs.map(([page, name]) => expectMovingVideo(page, name)));
  const seconds = (Date.now() - sinceMs) / 1000;
  await Promise.all(pairs.map(([page]) => expectSound(page)));
  test.info().annotations.push({ type: 'back after', description: `${what}: ${seconds.toFixed(1)} s` });
  expect(seconds, `seconds until ${what} is over for the guests`).toBeLessThan(longestReturnSeconds);
}
