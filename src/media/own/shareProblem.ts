import type { RoomMessages } from '../../messages/roomEn.ts';

/**
 * Nobody has read a question and answered it in this time. Firefox keeps the buttons of its questions disabled as long
 * (`security.notification_enable_delay`); a refusal by a setting took it 281 ms on a busy computer (ESR 153), and Chromium 156 185 ms.
 */
const soonestAnswerMs = 500;

/**
 * What to say when a screen could not be captured; `undefined` when the guest closed the browser's question, which is an answer.
 *
 * A guest, the system and a setting all refuse with NotAllowedError (https://github.com/w3c/mediacapture-screen-share/issues/281):
 * - The system: Chromium 156 says “Permission denied by system”. Firefox finds nothing to capture and says NotFoundError: on a Mac that
 *   does not let it record the screen (https://github.com/aws/amazon-chime-sdk-js/issues/2041), or without a display (seen in ESR 153).
 * - A setting of the page, the browser or an organisation: Chromium names the page's permissions policy. Everything else has the text of a guest's refusal,
 *   in Safari that of the system as well, but comes before a guest could have answered.
 *
 * @param afterMs from the click until the error came
 */
export function shareProblem(error: unknown, afterMs: number): keyof RoomMessages['sharing'] | undefined {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'NotFoundError') return 'refusedBySystem';
  if (error.name !== 'NotAllowedError') return 'failed';
  if (/by system/i.test(error.message)) return 'refusedBySystem';
  const isUnasked = afterMs < soonestAnswerMs || /permissions policy/i.test(error.message);
  return isUnasked ? 'refusedUnasked' : undefined;
}
