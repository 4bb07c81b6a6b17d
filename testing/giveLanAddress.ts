import type { Page } from 'playwright/test';

const inviteOrigin = 'https://192.0.2.20:3443';

/**
 * Gives the page an origin for invitations, as `npm start -- --lan` does. Without one the app offers no invitation link
 * at a loopback address, since others could not open it.
 *
 * @returns the origin of the links
 */
export async function giveLanAddress(page: Page): Promise<string> {
  await page.route('**/config.json', (route) => route.fulfill({ json: { inviteOrigin } }));
  return inviteOrigin;
}
