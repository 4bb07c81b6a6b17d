import type { BenchStage, Variant } from './stage.ts';

/** A row of the table. */
export interface Row {
  what: string;
  unit: 'ms' | 'kB' | 'megapixels' | 'times';
  /** Limits: a ratio to a rival's value, or the value itself. */
  goals: { usual?: number; floor?: number; atMost?: number };
}

/** A measurement that runs once for each variant in each run. */
export interface Scenario<Name extends string = string> {
  rows: Record<Name, Row>;
  /** Runs in the first run only: nothing is timed, and the result would be the same again. */
  isMeasuredOnce?: boolean;
  measure: (stage: BenchStage, variant: Variant) => Promise<Partial<Record<Name, number>>>;
}
