import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

const file = createRequire(import.meta.url).resolve('livekit-client');

/**
 * Loads LiveKit's client into the page as the global `LivekitClient`. It does not use a script element, which the
 * content security policy would block.
 */
export async function loadLivekit(page: Page): Promise<void> {
  await page.evaluate(`${await readFile(file, 'utf8')}\n;undefined`);
}
