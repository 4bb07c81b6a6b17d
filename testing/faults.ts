import type { CDPSession, Page } from 'playwright/test';
import type { Child } from '../local/child.ts';
import type { RunningRoom } from '../local/room.ts';
import { expectMovingPicture, expectSound } from './observe.ts';
import { openPath, type Path } from './path.ts';
import { startAgain } from './startAgain.ts';
import { test as base } from './e2eTest.ts';

export { expect } from './e2eTest.ts';

/** Stories in which something breaks, and is mended again. */
export const test = base.extend<{
  /** A LiveKit that takes the place of one that has ended: the same ports, the same keys unless others are given. */
  restartLivekit: (house: RunningRoom, keys?: RunningRoom['keys']) => Promise<{ pid: number | undefined }>;
  /** A way to a house that can be cut. */
  pathTo: (house: RunningRoom) => Promise<Path>;
}>({
  // In small windows the large pictures are neither asked for nor encoded: a computer with two cores holds several guests.
  viewport: { width: 720, height: 540 },
  restartLivekit: async ({}, use) => {
    const started: Child[] = [];
    await use(async (house, keys) => {
      const livekit = await startAgain(house, keys);
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

/** A browser's network, to be made bad from outside. Reaches only WebRTC connections that are made after this. */
export async function openNetwork(page: Page): Promise<CDPSession> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await losePackets(network, 0);
  return network;
}

/** Loses this share (percent) of the page's WebRTC packets, both ways. Nothing else of the page notices. */
export async function losePackets(network: CDPSession, packetLoss: number): Promise<void> {
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    // Without any wait Chromium takes the rest for nothing to emulate.
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: -1,
    packetLoss,
    packetQueueLength: 0,
  });
}

/** From now on, everything that the page told its screen reader about who came and left. */
export async function keepNews(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(globalThis, { toldNews: told });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (node.parentElement?.closest('[aria-live]')) told.push(node.textContent ?? '');
        }
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => String(Reflect.get(globalThis, 'toldNews')));
}

/** From now on, how often the page asked for a camera or a microphone. */
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
 * Whether picture and sound flow again between two guests, each way, and how long after the fault's end. The bound is
 * ten seconds on a computer that does nothing else; what was measured stands in the run's report.
 */
export async function expectBack(
  pairs: readonly [Page, string][],
  sinceMs: number,
  what: string,
): Promise<void> {
  await Promise.all(pairs.map(([page, name]) => expectMovingPicture(page, name)));
  const seconds = ((Date.now() - sinceMs) / 1000).toFixed(1);
  await Promise.all(pairs.map(([page]) => expectSound(page)));
  test.info().annotations.push({ type: 'back after', description: `${what}: ${seconds} s` });
}
