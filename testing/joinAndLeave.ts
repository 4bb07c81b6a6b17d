import type { CDPSession, Page } from 'playwright';
import { inRoom } from './inRoom.ts';

/** From the lobby, or from the end of the call before. */
export async function joinAndLeave(page: Page, within?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: /^(Join|Rejoin)$/ }).click();
  await inRoom(page);
  await within?.();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Rejoin' }).waitFor();
}

export async function collectGarbage(devTools: CDPSession): Promise<void> {
  // What the first round frees may have held more.
  for (let round = 0; round < 3; round += 1) await devTools.send('HeapProfiler.collectGarbage');
}
