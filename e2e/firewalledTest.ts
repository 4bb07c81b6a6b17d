import { chromium, type Browser, type Page } from 'playwright/test';
import { testCamera } from '../testing/testCamera.ts';
import type { GuestNetwork } from '../testing/guestNetwork.ts';
import { openFirewalledServer, whyNoNetwork, type FirewalledServer } from '../testing/firewalledServer.ts';
import { test as base } from '../testing/e2eTest.ts';
import { watchUncaught } from '../testing/uncaught.ts';

export { expect } from '../testing/e2eTest.ts';

/** The reason why tests in a network namespace can't run on this machine; `undefined` where they can. */
export const missing = whyNoNetwork();
if (missing !== undefined) process.stderr.write(`Tests with a firewall are skipped: ${missing}\n`);

/**
 * Playwright's `test` for a server behind a real firewall: LiveKit, the page and the browsers run in network
 * namespaces.
 */
export const test = base.extend<
  {
    /** Joins as a guest on another computer, which is a network namespace of its own. */
    joinFromAfar: (name: string) => Promise<{ name: string; page: Page; network: GuestNetwork }>;
    /** Joins as a guest on the server itself, in its network namespace. */
    joinInside: (name: string) => Promise<Page>;
  },
  { firewalled: FirewalledServer; inside: Browser }
>({
  firewalled: [
    async ({}, use) => {
      const firewalled = await openFirewalledServer();
      await use(firewalled);
      await firewalled.close();
    },
    { scope: 'worker' },
  ],
  inside: [
    async ({ firewalled }, use) => {
      const browser = watchUncaught(
        await chromium.launch({ executablePath: firewalled.chromium, args: testCamera }),
      );
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  joinInside: async ({ firewalled, inside, join }, use) => {
    await use((name) => join({ name, browser: inside, ...placeOf(firewalled) }));
  },
  joinFromAfar: async ({ firewalled, join }, use) => {
    const browsers: Browser[] = [];
    await use(async (name) => {
      const network = await firewalled.openGuestNetwork();
      const browser = watchUncaught(
        await chromium.launch({ executablePath: network.chromium, args: testCamera }),
      );
      browsers.push(browser);
      return { name, page: await join({ name, browser, ...placeOf(firewalled) }), network };
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

function placeOf({ url }: FirewalledServer) {
  // A small window, because each frame of a large one takes CPU time.
  return {
    origin: url,
    query: '',
    context: { ignoreHTTPSErrors: true, viewport: { width: 480, height: 480 } },
  };
}
