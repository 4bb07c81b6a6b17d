import type { Page } from 'playwright/test';

/**
 * Makes an `end-share` event of the window end a shared screen, as the stop button in the browser's own bar does. The
 * global `sharedScreen` is the last shared screen.
 */
export async function lendStopButton(page: Page): Promise<void> {
  await page.evaluate(() => {
    const share = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getDisplayMedia = async (options) => {
      const stream = await share(options);
      Reflect.set(globalThis, 'sharedScreen', stream);
      addEventListener('end-share', () => {
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      });
      return stream;
    };
  });
}
