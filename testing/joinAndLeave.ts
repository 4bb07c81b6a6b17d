import type { CDPSession, Page } from 'playwright';
import { inRoom } from './inRoom.ts';

/** Joins from the lobby or from the page after a call, runs `within` in the room, and leaves. */
export async function joinAndLeave(page: Page, within?: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: /^(Join|Rejoin)$/ }).click();
  await inRoom(page);
  await within?.();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Rejoin' }).waitFor();
}

export async function collectGarbage(devTools: CDPSession): Promise<void> {
  // Collects garbage three times, because objects freed in one round may have kept others alive.
  for (let round = 0; round < 3; round += 1) await devTools.send('HeapProfiler.collectGarbage');
}
