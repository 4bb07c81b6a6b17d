import type { Page } from 'playwright/test';

interface Dropped {
  files?: string[];
  text?: string;
  link?: string;
}

/**
 * Drops something from another program on a page of Chromium, through DevTools: drop events that a page dispatches
 * itself are not trusted and have no default action.
 */
export async function drop(
  page: Page,
  { x, y }: { x: number; y: number },
  { files = [], text, link }: Dropped,
): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const texts = text === undefined ? [] : [{ mimeType: 'text/plain', data: text }];
  const links = link === undefined ? [] : [{ mimeType: 'text/uri-list', data: link }];
  const data = { items: [...texts, ...links], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await client.detach();
}
