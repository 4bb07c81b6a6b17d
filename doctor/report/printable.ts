import { withoutTokens } from '../../common/withoutTokens.ts';
import type { Finding } from '../finding.ts';

/**
 * Escapes text for a terminal. The examined server chooses the text of certificates, headers and answers, and root may
 * read the report. Control characters (C0, C1, DEL) move the cursor or change the terminal's settings; format and
 * separator characters (bidirectional, zero-width) change how a line reads. Tokens are removed.
 */
export function printable(text: string): string {
  return withoutTokens(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** Escapes all texts of one of the doctor's findings. */
export function printableFinding(finding: Finding): Finding {
  const step = printable(finding.step);
  const seen = printable(finding.seen);
  if (!('cure' in finding)) return { ...finding, step, seen };
  const { advice, lines } = finding.cure;
  return { ...finding, step, seen, cure: { advice: printable(advice), lines: lines.map(printable) } };
}
