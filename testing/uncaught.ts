import type { Browser, BrowserContext } from 'playwright/test';

let errors: string[] = [];

/** Collects exceptions and promise rejections that no code of a page handles, in all profiles of the browser. `takeUncaught` returns them. */
export function watchUncaught(browser: Browser): Browser {
  const newContext = browser.newContext.bind(browser);
  // `Browser.newPage` calls this as well.
  browser.newContext = async (options) => watchContext(await newContext(options));
  return browser;
}

/** Collects the same errors in one browser context. */
export function watchContext(context: BrowserContext): BrowserContext {
  return context.on('weberror', (webError) => addUncaught(webError.error(), webError.page()?.url()));
}

/** Adds an unhandled error that was reported by another library than Playwright. */
export function addUncaught(error: unknown, address = 'a closed page'): void {
  errors.push(`${address}: ${error instanceof Error ? error.stack || error.message : String(error)}`);
}

/** Returns the errors since the last call. */
export function takeUncaught(): string[] {
  const taken = errors;
  errors = [];
  return taken;
}
