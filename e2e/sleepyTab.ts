import { chromium, type Fixtures, type Page } from 'playwright/test';
import { launch } from 'puppeteer-core';
import { findChromium } from '../testing/chromium.ts';
import { testCamera } from '../testing/testCamera.ts';
import { watchContext } from '../testing/uncaught.ts';

/** A tab that the browser can hide and freeze, as it does with tabs of real guests. */
export interface SleepyTab {
  page: Page;
  /** Shows another tab, so that the browser hides this one. */
  hide: () => Promise<void>;
  sleep: () => Promise<void>;
  wake: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Opens a tab in a Chromium that Playwright did not start. Playwright's own pages always count as visible
 * (Emulation.setFocusEmulationEnabled), so Chromium never freezes them.
 */
async function openSleepyTab(): Promise<SleepyTab> {
  const launched = await launch({ executablePath: findChromium() ?? '', headless: true, args: testCamera });
  const browser = await chromium.connectOverCDP(launched.wsEndpoint(), { noDefaults: true });
  const [context] = browser.contexts();
  if (!context) throw new Error('Chromium has no windows');
  watchContext(context);
  const page = await context.newPage();
  const other = await context.newPage();
  await page.bringToFront();
  const control = await context.newCDPSession(page);
  async function hide(): Promise<void> {
    await other.bringToFront();
    await page.waitForFunction(() => document.visibilityState === 'hidden');
  }

  return {
    page,
    hide,
    async sleep() {
      await hide();
      await control.send('Page.setWebLifecycleState', { state: 'frozen' });
    },
    async wake() {
      await control.send('Page.setWebLifecycleState', { state: 'active' });
      await page.bringToFront();
    },
    async close() {
      await browser.close();
      await launched.close();
    },
  };
}

/** Fixture for Playwright's `test.extend`: a tab that is closed after the test, whether it passes or fails. */
export const withSleepyTab: Fixtures<{ sleepyTab: SleepyTab }> = {
  sleepyTab: async ({}, use) => {
    const tab = await openSleepyTab();
    await use(tab);
    await tab.close();
  },
};
