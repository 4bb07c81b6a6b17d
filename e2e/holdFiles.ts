import type { Page } from 'playwright';

/** Holds back the page's requests for the files that match, until the returned function is called. */
export async function holdFiles(page: Page, addresses: RegExp): Promise<() => void> {
  let letIn = () => {};
  const released = new Promise<void>((resolve) => (letIn = resolve));
  await page.route(addresses, async (route) => {
    await released;
    await route.continue();
  });
  return () => letIn();
}
