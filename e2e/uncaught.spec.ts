import { launch } from 'puppeteer-core';
import { expect, test } from '../testing/e2eTest.ts';
import { findFirefox } from '../testing/firefox.ts';
import { takeUncaught, watchPuppeteer } from '../testing/uncaught.ts';

/** Throws an error and rejects a promise that nobody handles. Runs in a page. */
function failTwice(): void {
  setTimeout(() => {
    throw new Error('thrown on purpose');
  });
  void Promise.reject(new Error('rejected on purpose'));
}

const bothErrors = expect.arrayContaining([
  expect.stringContaining('thrown on purpose'),
  expect.stringContaining('rejected on purpose'),
]);

test('uncaught errors and unhandled rejections are collected in every profile of Chromium and in Firefox', async ({
  browser,
}) => {
  const firefox = watchPuppeteer(
    await launch({ browser: 'firefox', executablePath: findFirefox() ?? 'firefox', headless: true }),
  );
  try {
    const page = await browser.newPage();
    const other = await (await browser.newContext()).newPage();
    const fox = await firefox.newPage();
    for (const fail of [
      () => page.evaluate(failTwice),
      () => other.evaluate(failTwice),
      () => fox.evaluate(failTwice),
    ]) {
      const seen: string[] = [];
      await fail();
      await expect
        .poll(() => {
          seen.push(...takeUncaught());
          return seen;
        })
        .toEqual(bothErrors);
    }
    await page.close();
    await other.context().close();
  } finally {
    await firefox.close();
  }
});

test('a test whose page has an uncaught error fails', async ({ browser }) => {
  test.fail();
  const page = await browser.newPage();
  const error = page.waitForEvent('pageerror');
  await page.evaluate(failTwice);
  await error;
  await page.close();
});
