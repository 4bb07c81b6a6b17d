import type { Page } from 'playwright';

/**
 * Waits until the page shows the room. A “Leave” button alone does not prove that: the page has one, too, while it
 * shows early video (the video of another participant, before the room is rendered).
 */
export async function inRoom(page: Page): Promise<void> {
  await page.locator('main[data-connection]').waitFor();
  await page.locator('[data-early-video][data-state=seen]').waitFor({ state: 'hidden' });
}
