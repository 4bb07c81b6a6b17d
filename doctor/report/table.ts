import type { Cure, Finding, State } from '../finding.ts';

/** Marks at the beginning of the report's lines, for people who can't see colours. */
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

/** Width of the report's first column: the longest name of a step, such as "token: LiveKit's address". */
const stepWidth = 24;
const wordWidth = 9;

/**
 * Formats one line of the report's table. Lines are printed one by one as the steps end, so the columns have fixed
 * widths.
 */
export function tableLine({ step, state, seen }: Finding, isColoured: boolean): string {
  const word = words[state].padEnd(wordWidth);
  const head = `${marks[state]} ${step.padEnd(stepWidth)}  `;
  return isColoured ? `${colours[state]}${head}${word}${plain}  ${seen}` : `${head}${word}  ${seen}`;
}

/**
 * Returns a number by which the doctor's advice is sorted, smallest first. Advice without install.sh comes first,
 * because install.sh rolls back while anything else is wrong. Advice that changes install.sh's settings comes second:
 * such a run of install.sh also rewrites every file, which is what the remaining advice asks for.
 */
function placeOf({ cure }: { cure: Cure }): number {
  const runs = cure.lines.filter((line) => line.includes('install.sh'));
  return runs.length === 0 ? 0 : runs.some((line) => line.includes(' --public-ip ')) ? 1 : 2;
}

/**
 * Formats the doctor's advice, which is printed below the table: a sentence and command lines for each finding that is
 * not fine, in the order in which they should be applied.
 */
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
