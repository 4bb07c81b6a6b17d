import { withoutTokens } from '../../common/withoutTokens.ts';
import type { Finding } from '../finding.ts';

/**
 * Text for a terminal. Names in a certificate, headers and answers are chosen by whoever answers, and root may read the report:
 * control characters (C0, C1, DEL) move the cursor or change the terminal's settings, format and separator characters (bidirectional
 * ones, zero-width ones) change what a line seems to say. Each is written as an escape. Tokens are left out.
 */
export function printable(text: string): string {
  return withoutTokens(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** A finding all of whose texts are printable. */
export function printableFinding(finding: Finding): Finding {
  const step = printable(finding.step);
  const seen = printable(finding.seen);
  if (!('cure' in finding)) return { ...finding, step, seen };
  const { advice, lines } = finding.cure;
  return { ...finding, step, seen, cure: { advice: printable(advice), lines: lines.map(printable) } };
}
