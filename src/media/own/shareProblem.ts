import type { RoomMessages } from '../../messages/roomEn.ts';

/** The reason why a screen is not shared; a key of the message that says so. */
export type ShareProblem = keyof RoomMessages['sharing'];

/**
 * An error that comes sooner after the click is not the guest's answer to the prompt. Firefox disables the buttons of
 * its prompt for as long (`security.notification_enable_delay`). A refusal by a setting took Firefox ESR 153 281 ms on
 * a busy computer, and Chromium 156 185 ms.
 */
const soonestAnswerMs = 500;

/**
 * The message for an error of `getDisplayMedia`; `undefined` if the guest has cancelled the prompt.
 *
 * The guest, the operating system and settings all refuse with NotAllowedError
 * (https://github.com/w3c/mediacapture-screen-share/issues/281):
 * - The operating system: the message of Chromium 156 is “Permission denied by system”. Firefox rejects with
 *   NotFoundError, on a Mac that does not allow Firefox to record the screen
 *   (https://github.com/aws/amazon-chime-sdk-js/issues/2041), or without a display (seen in ESR 153).
 * - A setting of the page, the browser or an organisation: Chromium's message names the page's permissions policy.
 *   Other refusals have the same message as a guest's (in Safari also those of the operating system), but come before a
 *   guest could have answered.
 *
 * @param afterMs time from the click to the error
 */
export function shareProblem(error: unknown, afterMs: number): ShareProblem | undefined {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'NotFoundError') return 'refusedBySystem';
  if (error.name !== 'NotAllowedError') return 'failed';
  if (/by system/i.test(error.message)) return 'refusedBySystem';
  const isUnasked = afterMs < soonestAnswerMs || /permissions policy/i.test(error.message);
  return isUnasked ? 'refusedUnasked' : undefined;
}
