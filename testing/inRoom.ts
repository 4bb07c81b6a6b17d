import type { Page } from 'playwright';

/** Waits for the room's page. A “Leave” button alone proves nothing, because early video has one, too. */
export async function inRoom(page: Page): Promise<void> {
  await page.locator('main[data-connection]').waitFor();
  await page.locator('[data-early-video][data-state=seen]').waitFor({ state: 'hidden' });
}
