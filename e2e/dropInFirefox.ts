import type { Page } from 'puppeteer-core';
import { runInFirefox } from './runInFirefox.ts';

/**
 * Script that drops a file on the page. It runs in the tab with the rights of Firefox itself: drop events that a page
 * dispatches are not trusted and have no default action.
 */
const dropInTab = `
  const transfer = new content.DataTransfer();
  const file = Components.classes['@mozilla.org/file/local;1'].createInstance(Components.interfaces.nsIFile);
  file.initWithPath(PATH);
  transfer.mozSetDataAt('application/x-moz-file', file, 0);
  transfer.mozSetDataAt('text/x-moz-url', ADDRESS, 0);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const event = content.document.createEvent('DragEvent');
    event.initDragEvent(type, true, true, content, 0, 9, 9, 9, 9, false, false, false, false, 0, null, transfer);
    content.windowUtils.dispatchDOMEventViaPresShellForTesting(content.document.documentElement, event);
  }
  sendAsyncMessage('dropped');
`;

/**
 * Drops a file on a page. Firefox opens the file in place of the page unless the page handles the drop.
 *
 * @param address of the file; not a `file:` URL, because then a test could not see whether Firefox has tried to open it
 */
export async function dropInFirefox(page: Page, path: string, address: string): Promise<void> {
  const script = dropInTab.replace('PATH', JSON.stringify(path)).replace('ADDRESS', JSON.stringify(address));
  await runInFirefox(
    page,
    `(script) => new Promise((resolve) => {
      const { messageManager } = gBrowser.selectedBrowser;
      messageManager.addMessageListener('dropped', () => resolve());
      messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
    })`,
    script,
  );
}
