import type { BenchStage, Variant } from './stage.ts';

/** A row in the table of results. */
export interface Row {
  what: string;
  unit: 'ms' | 'kB' | 'MB' | 'megapixels' | 'times' | '%' | 'packets/s';
  /**
   * Limits that the app's measured value should stay below. `usual` and `floor` are ratios to the values of the two
   * pages that the benchmark compares the app with (bench/README.md); `atMost` is in the row's unit.
   */
  goals: { usual?: number; floor?: number; atMost?: number };
}

/** A measurement that the benchmark repeats in each run for every variant of the app. */
export interface Scenario<Name extends string = string> {
  rows: Record<Name, Row>;
  /** True when the first run is enough: the scenario times nothing, and every run would have the same result. */
  isMeasuredOnce?: boolean;
  measure: (stage: BenchStage, variant: Variant) => Promise<Partial<Record<Name, number>>>;
}
