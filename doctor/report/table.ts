import type { Cure, Finding, State } from '../finding.ts';

/** What stands in front of a line, for who can't see colours as well. */
const marks: Record<State, string> = {
  fine: '✓',
  look: '!',
  wrong: '✗',
  'not tried': '-',
  'not applicable': '-',
};

const words: Record<State, string> = {
  fine: 'fine',
  look: 'look',
  wrong: 'WRONG',
  'not tried': 'not tried',
  'not applicable': 'n/a',
};

const colours: Record<State, string> = {
  fine: '\u001B[32m',
  look: '\u001B[33m',
  wrong: '\u001B[31m',
  'not tried': '\u001B[2m',
  'not applicable': '\u001B[2m',
};

const plain = '\u001B[0m';

/** The longest step, such as "token: LiveKit's address". */
const stepWidth = 24;
const wordWidth = 9;

/** One line of the table. Lines are written as they come, so the columns are fixed. */
export function tableLine({ step, state, seen }: Finding, isColoured: boolean): string {
  const word = words[state].padEnd(wordWidth);
  const head = `${marks[state]} ${step.padEnd(stepWidth)}  `;
  return isColoured ? `${colours[state]}${head}${word}${plain}  ${seen}` : `${head}${word}  ${seen}`;
}

/**
 * install.sh goes back to what was there while anything else is wrong. So what is mended without it comes first, and then its settings, with
 * which it also writes every file.
 */
function placeOf({ cure }: { cure: Cure }): number {
  const runs = cure.lines.filter((line) => line.includes('install.sh'));
  return runs.length === 0 ? 0 : runs.some((line) => line.includes(' --public-ip ')) ? 1 : 2;
}

/** Below the table: for each line that is not fine, what to do, and lines to copy, in the order in which they help. */
export function cures(findings: readonly Finding[]): string {
  return findings
    .flatMap((finding) => ('cure' in finding ? [finding] : []))
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((finding) => {
      const { advice, lines } = finding.cure;
      return [
        '',
        `${marks[finding.state]} ${finding.step}: ${finding.seen}`,
        `  ${advice}`,
        ...lines.map((line) => `      ${line}`),
      ].join('\n');
    })
    .join('\n');
}

export function summary(findings: readonly Finding[]): string {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  const rest = `${String(count('fine'))} fine, ${String(count('look'))} to look at, ${String(count('not tried'))} not tried`;
  return count('wrong') === 0 ? `Nothing is wrong: ${rest}.` : `${String(count('wrong'))} wrong, ${rest}.`;
}
