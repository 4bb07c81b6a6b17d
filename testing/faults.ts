import type { CDPSession, Page } from 'playwright/test';
import type { Child } from '../local/child.ts';
import type { RunningRoom } from '../local/room.ts';
import { expectMovingVideo, expectSound } from './observe.ts';
import { openPath, type Path } from './path.ts';
import { startAgain } from './startAgain.ts';
import { expect, test as base } from './e2eTest.ts';

export { expect } from './e2eTest.ts';

/** Fixtures for tests that break a server or a connection and mend it again. */
export const test = base.extend<{
  /** Starts LiveKit on the ports of one that has ended, with the same keys unless others are given. */
  restartLivekit: (server: RunningRoom, keys?: RunningRoom['keys']) => Promise<{ pid: number | undefined }>;
  /** A network path to a server that can be cut. */
  pathTo: (server: RunningRoom) => Promise<Path>;
}>({
  // In a small window the large simulcast layers are neither requested nor encoded, so that two cores carry several guests.
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

/** Opens DevTools' network emulation of a page. It reaches only WebRTC connections that are made after this. */
export async function openNetwork(page: Page): Promise<CDPSession> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await losePackets(network, 0);
  return network;
}

/** Drops this percentage of the page's WebRTC packets in both directions. HTTP and WebSockets are not affected. */
export async function losePackets(network: CDPSession, packetLoss: number): Promise<void> {
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    // Chromium emulates nothing when the latency is 0.
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: -1,
    packetLoss,
    packetQueueLength: 0,
  });
}

/** The app announces who joined up to 2.5 s later (src/meeting/arrivals.ts, announcements.ts). */
const announcedMs = 4000;

/** Records what the page announces to screen readers, once it has announced what happened before. Returns a function that reads it. */
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

/** Counts the page's calls of getUserMedia from now on. Returns a function that reads the count. */
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
 * Guests are back within ten seconds on an idle computer. On an overloaded one up to 32 s were measured, so the bound only catches a guest who comes
 * back by luck, long after the fault. The run's report has the measured times.
 */
const longestReturnSeconds = 45;

/**
 * Waits until video and audio arrive again, and fails when the video took longer than `longestReturnSeconds` from the
 * end of the fault. The run's report has the measured time.
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
