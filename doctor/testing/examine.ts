import type { Finding } from '../finding.ts';
import { runDoctor } from '../commandLine.ts';

/** The doctor's output and exit status. */
export interface Examination {
  status: number;
  findings: readonly Finding[];
  text: string;
  /** Returns the findings whose step begins with this text. */
  of: (step: string) => readonly Finding[];
  /** Names of the steps in which the doctor has found a fault. */
  wrong: readonly string[];
}

/** Runs the doctor as the command line does, with `--json`. */
export async function examine(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Examination> {
  let text = '';
  const stream = { isTTY: false, write: (part: string | Uint8Array) => (text += String(part)) !== '' };
  const status = await runDoctor([...args, '--json'], { environment, stdout: stream, stderr: stream });
  return readExamination(status, text);
}

export function readExamination(status: number, text: string): Examination {
  const { findings }: { findings: Finding[] } = JSON.parse(text);
  return {
    status,
    findings,
    text,
    of: (step) => findings.filter((finding) => finding.step.startsWith(step)),
    wrong: findings.filter(({ state }) => state === 'wrong').map(({ step }) => step),
  };
}
