import type { BenchStage, Variant } from './stage.ts';

/** One line of the table. */
export interface Row {
  what: string;
  unit: 'ms' | 'kB' | 'megapixels' | 'times';
  /** At most so many times the rival's, or the number itself. */
  goals: { usual?: number; floor?: number; atMost?: number };
}

/** Something that is done once for each variant in each run, and what it gives. */
export interface Scenario<Name extends string = string> {
  rows: Record<Name, Row>;
  /** In the first run alone: nothing is timed, and it would give the same again. */
  isMeasuredOnce?: boolean;
  measure: (stage: BenchStage, variant: Variant) => Promise<Partial<Record<Name, number>>>;
}
