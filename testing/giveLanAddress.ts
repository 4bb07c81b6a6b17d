import type { Page } from 'playwright/test';

const inviteOrigin = 'https://192.0.2.20:3443';

/**
 * Tells the page an address for invitations, as `npm start -- --lan` does. Without one a page at a loopback address offers no link.
 *
 * @returns the origin of the links
 */
export async function giveLanAddress(page: Page): Promise<string> {
  await page.route('**/config.json', (route) => route.fulfill({ json: { inviteOrigin } }));
  return inviteOrigin;
}
