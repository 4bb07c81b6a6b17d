import { diagnosis, type Diagnosis, type Judgement, type Verdict } from './judge.ts';

const gravest: Verdict[] = ['blocked', 'limited', 'slow'];

/** The most severe diagnosis; among equally severe ones, the diagnosis of the earliest step. */
export function conclude(judgements: readonly Judgement[]): Diagnosis {
  for (const verdict of gravest) {
    const found = judgements.find((judgement) => judgement.verdict === verdict);
    if (found?.diagnosis) return found.diagnosis;
  }
  return diagnosis('all_fine');
}
