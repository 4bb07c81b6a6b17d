import type { RoomMessages } from '../messages/roomEn.ts';

/**
 * What to say when a screen could not be captured; `undefined` when the guest closed the browser's question, which is an answer.
 *
 * All are called NotAllowedError. Chromium 156 tells them apart by the text alone: "Permission denied" is the guest, "Permission denied by
 * system" is macOS or the desktop, "disallowed by permissions policy" is the page's server. Firefox ESR 153 has one text for all, so its
 * guests read nothing.
 */
export function shareProblem(error: unknown): keyof RoomMessages['sharing'] | undefined {
  if (!(error instanceof Error) || error.name !== 'NotAllowedError') return 'failed';
  if (/by system/i.test(error.message)) return 'refusedBySystem';
  return /permissions policy/i.test(error.message) ? 'failed' : undefined;
}
