import { chromium, type Browser, type Page } from 'playwright/test';
import { fakeDevices } from '../testing/browserArguments.ts';
import type { GuestNetwork } from '../testing/guestNetwork.ts';
import { openFirewalledServer, whyNoNetwork, type FirewalledServer } from '../testing/firewalledServer.ts';
import { test as base } from '../testing/e2eTest.ts';
import { watchUncaught } from '../testing/uncaught.ts';

export { expect } from '../testing/e2eTest.ts';

/** The reason why tests in a network namespace are skipped on this machine; undefined where they run. */
export const missing = whyNoNetwork();
if (missing !== undefined) process.stderr.write(`Tests with a firewall are skipped: ${missing}\n`);

/** LiveKit, the page and the browsers run in a network namespace with a real firewall. */
export const test = base.extend<
  {
    /** Joins from another network namespace, like another computer. */
    joinFromAfar: (name: string) => Promise<{ name: string; page: Page; network: GuestNetwork }>;
    /** Joins from the server's own network namespace. */
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
        await chromium.launch({ executablePath: firewalled.chromium, args: fakeDevices }),
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
        await chromium.launch({ executablePath: network.chromium, args: fakeDevices }),
      );
      browsers.push(browser);
      return { name, page: await join({ name, browser, ...placeOf(firewalled) }), network };
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

function placeOf({ url }: FirewalledServer) {
  // In a small window the large simulcast layers are neither requested nor encoded, which spares the CPU.
  const context = { ignoreHTTPSErrors: true, viewport: { width: 480, height: 480 } };
  return { origin: url, query: '', context };
}
