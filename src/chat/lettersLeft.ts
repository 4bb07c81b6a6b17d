import { excessOf } from '../meeting/chat/history.ts';

/** When this many letters or fewer are left for a message, the number is shown. */
const nearLimit = 200;
/**
 * When exactly this many letters are left, screen readers announce the number. Announcing each number would interrupt
 * the writing.
 */
const announcedAt = [10, 50, 200];

interface LettersLeft {
  /** Number of letters that the guest may still write; negative if the message is too long. */
  left: number;
  isShown: boolean;
  /** The number that screen readers announce now; `undefined` far from the limit, and beyond it. */
  announced: number | undefined;
}

/** Tells how many letters a message may still get, and whether that is shown and announced. */
export function lettersLeft(draft: string): LettersLeft {
  const left = -excessOf(draft.trim());
  return {
    left,
    isShown: left <= nearLimit,
    announced: left < 0 ? undefined : announcedAt.find((count) => left <= count),
  };
}
