import { diagnosis, type Diagnosis, type Judgement, type Verdict } from './judge.ts';

const gravest: Verdict[] = ['blocked', 'limited', 'slow'];

/** The one thing to say: the gravest that was found, and of equals the first on the way. */
export function conclude(judgements: readonly Judgement[]): Diagnosis {
  for (const verdict of gravest) {
    const found = judgements.find((judgement) => judgement.verdict === verdict);
    if (found?.diagnosis) return found.diagnosis;
  }
  return diagnosis('all_fine');
}
