import type { Page } from 'playwright';

/** Holds the page's files of these addresses back until the function that it gives is called. */
export async function holdFiles(page: Page, addresses: RegExp): Promise<() => void> {
  let letIn = () => {};
  const released = new Promise<void>((resolve) => (letIn = resolve));
  await page.route(addresses, async (route) => {
    await released;
    await route.continue();
  });
  return () => letIn();
}
