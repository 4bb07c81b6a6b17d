import { excessOf } from '../meeting/chat/history.ts';

/** At this number of remaining letters or fewer, the number is shown. */
const nearLimit = 200;
/** Numbers of remaining letters that screen readers announce. Announcing each one would interrupt the writing. */
const announcedAt = [10, 50, 200];

interface LettersLeft {
  /** Letters that may still be written; negative if the message is too long. */
  left: number;
  isShown: boolean;
  /** The number that screen readers announce; `undefined` far from the limit, and beyond it. */
  announced: number | undefined;
}

/** How much of a message's allowed length is left. */
export function lettersLeft(draft: string): LettersLeft {
  const left = -excessOf(draft.trim());
  return {
    left,
    isShown: left <= nearLimit,
    announced: left < 0 ? undefined : announcedAt.find((count) => left <= count),
  };
}
