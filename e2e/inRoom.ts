import type { Page } from 'playwright';

/** Waits for the room's page: what is seen before it has a “Leave” of its own. */
export async function inRoom(page: Page): Promise<void> {
  await page.locator('main[data-connection]').waitFor();
  await page.locator('[data-first-sight][data-state=seen]').waitFor({ state: 'hidden' });
}
