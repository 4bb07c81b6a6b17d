import { expect, type Browser, type Fixtures } from 'playwright/test';
import { takeUncaught, watchUncaught } from './uncaught.ts';

/** Fixtures for Playwright's `test.extend`, which make a test fail when a page that it opened had an uncaught error. */
export const failOnUncaught: Fixtures<{ noUncaughtErrors: void }, object, object, { browser: Browser }> = {
  browser: [({ browser }, use) => use(watchUncaught(browser)), { scope: 'worker' }],
  noUncaughtErrors: [
    async ({}, use) => {
      await use();
      expect(takeUncaught(), 'uncaught errors in pages').toEqual([]);
    },
    { auto: true },
  ],
};
