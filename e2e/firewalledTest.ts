import { chromium, type Browser, type Page } from 'playwright/test';
import { fakeDevices } from '../testing/browserArguments.ts';
import type { GuestNetwork } from '../testing/guestNetwork.ts';
import { openWalledRoom, whyNoNetwork, type WalledRoom } from '../testing/firewalledServer.ts';
import { test as base } from '../testing/e2eTest.ts';
import { watchUncaught } from '../testing/uncaught.ts';

export { expect } from '../testing/e2eTest.ts';

/** Why stories in a network of their own are skipped here. */
export const missing = whyNoNetwork();
if (missing !== undefined) process.stderr.write(`Stories with a firewall are skipped: ${missing}\n`);

/** LiveKit, the page and the browsers in a network of their own, with a real firewall in it. */
export const test = base.extend<
  {
    /** Joins from a computer in a network of its own. */
    joinFromAfar: (name: string) => Promise<{ name: string; page: Page; network: GuestNetwork }>;
    /** Joins from the computer that the room is on. */
    joinInside: (name: string) => Promise<Page>;
  },
  { walled: WalledRoom; inside: Browser }
>({
  walled: [
    async ({}, use) => {
      const walled = await openWalledRoom();
      await use(walled);
      await walled.close();
    },
    { scope: 'worker' },
  ],
  inside: [
    async ({ walled }, use) => {
      const browser = watchUncaught(
        await chromium.launch({ executablePath: walled.chromium, args: fakeDevices }),
      );
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  joinInside: async ({ walled, inside, join }, use) => {
    await use((name) => join({ name, browser: inside, ...placeOf(walled) }));
  },
  joinFromAfar: async ({ walled, join }, use) => {
    const browsers: Browser[] = [];
    await use(async (name) => {
      const network = await walled.openGuestNetwork();
      const browser = watchUncaught(
        await chromium.launch({ executablePath: network.chromium, args: fakeDevices }),
      );
      browsers.push(browser);
      return { name, page: await join({ name, browser, ...placeOf(walled) }), network };
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

function placeOf({ url }: WalledRoom) {
  // In small windows the large pictures are neither asked for nor encoded: there are several guests on one computer.
  const context = { ignoreHTTPSErrors: true, viewport: { width: 480, height: 480 } };
  return { origin: url, query: '', context };
}
