import type { Page } from 'playwright/test';

/**
 * Makes the queue of the page's data channel look full while it is held, as on a slow network. A file that is being
 * sent then stays on its way until LiveKit's client sends something after the release.
 */
export async function holdQueue(
  page: Page,
): Promise<{ release: () => Promise<void>; hold: () => Promise<void> }> {
  await page.evaluate(() => {
    const { prototype } = RTCDataChannel;
    // The getter is called below with the right `this`, so the lint rule does not apply here.
    // oxlint-disable-next-line typescript/unbound-method
    const queued = Object.getOwnPropertyDescriptor(prototype, 'bufferedAmount')?.get ?? Number;
    Object.defineProperty(prototype, 'bufferedAmount', {
      get(): number {
        return document.documentElement.dataset['full'] ? 500_000 : Reflect.apply(queued, this, []);
      },
    });
  });
  const hold = () => page.evaluate(() => void (document.documentElement.dataset['full'] = 'yes'));
  await hold();
  return { hold, release: () => page.evaluate(() => void delete document.documentElement.dataset['full']) };
}
