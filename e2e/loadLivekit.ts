import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

const file = createRequire(import.meta.url).resolve('livekit-client');

/** Loads LiveKit's client into the page as `LivekitClient`. Not as a script element: the content policy allows none of these. */
export async function loadLivekit(page: Page): Promise<void> {
  await page.evaluate(`${await readFile(file, 'utf8')}\n;undefined`);
}
