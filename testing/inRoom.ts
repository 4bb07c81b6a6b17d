import type { Page } from 'playwright';

/**
 * Waits until the page shows the room. A “Leave” button alone does not prove that: the page has one, too, while it
 * shows early video (the video of another participant, before the room is rendered).
 *
 * @throws with what the page says, if it does not show the room
 */
export async function inRoom(page: Page): Promise<void> {
  try {
    await page.locator('main[data-connection]').waitFor();
    await page.locator('[data-early-video][data-state=seen]').waitFor({ state: 'hidden' });
  } catch (error) {
    const said = await page.locator('body').innerText();
    throw new Error(`The guest is not in the room. The page says:\n${said}`, { cause: error });
  }
}
