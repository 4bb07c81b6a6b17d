import type { Browser, BrowserContext } from 'playwright/test';
import type { Browser as PuppeteerBrowser } from 'puppeteer-core';

let errors: string[] = [];

/**
 * Collects exceptions and promise rejections that no code of a page handles, in all contexts of the browser.
 * `takeUncaught` returns them.
 */
export function watchUncaught(browser: Browser): Browser {
  const newContext = browser.newContext.bind(browser);
  // Watching `newContext` is enough, because `Browser.newPage` calls it as well.
  browser.newContext = async (options) => watchContext(await newContext(options));
  return browser;
}

/** Collects uncaught errors of all pages in one browser context. */
export function watchContext(context: BrowserContext): BrowserContext {
  return context.on('weberror', (webError) => addUncaught(webError.error(), webError.page()?.url()));
}

/**
 * Firefox 153 reports two events as page errors that no code throws: a failed ICE connection, and a file that does not
 * load. These messages are ignored.
 */
const notThrown = /^(WebRTC: |Loading module from )/;

/** Collects uncaught errors of all pages that `newPage` opens in a Puppeteer browser. */
export function watchPuppeteer(browser: PuppeteerBrowser): PuppeteerBrowser {
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.on('pageerror', (error) => {
      if (!(error instanceof Error && notThrown.test(error.message))) addUncaught(error, page.url());
    });
    return page;
  };
  return browser;
}

/** Adds an uncaught error that another library than Playwright and Puppeteer has reported. */
export function addUncaught(error: unknown, address = 'a closed page'): void {
  errors.push(`${address}: ${error instanceof Error ? error.stack || error.message : String(error)}`);
}

/** Returns the uncaught errors since the last call. */
export function takeUncaught(): string[] {
  const taken = errors;
  errors = [];
  return taken;
}
