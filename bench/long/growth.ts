/** A straight line through measured values (least squares). */
export interface Line {
  /** Value in the middle of the measured time. */
  middle: number;
  /** Growth per unit of time. */
  slope: number;
  /** Standard error of the slope: how much of it may be chance. */
  error: number;
}

/**
 * Fits a straight line to measured values.
 *
 * @returns `undefined` with fewer than three values, which tell nothing about chance
 */
export function fitLine(points: readonly { at: number; value: number }[]): Line | undefined {
  if (points.length < 3) return undefined;
  const mean = (values: readonly number[]) => sum(values, (value) => value) / values.length;
  const at = mean(points.map((point) => point.at));
  const middle = mean(points.map((point) => point.value));
  const spread = sum(points, (point) => (point.at - at) ** 2);
  const slope = sum(points, (point) => (point.at - at) * (point.value - middle)) / spread;
  const rest = sum(points, (point) => (point.value - middle - slope * (point.at - at)) ** 2);
  return { middle, slope, error: Math.sqrt(rest / (points.length - 2) / spread) };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Growth in an hour that is still called flat, as a share of the value. */
export const flat = 0.02;

/**
 * Tells whether a value is flat. `maybe` means that it has grown more than `flat` an hour, but that this may be chance: the
 * values vary too much for the time of the measurement.
 *
 * @param line of a value over hours
 */
export function isGrowing({ middle, slope, error }: Line): 'flat' | 'maybe' | 'grows' {
  // A count that is 0 or 1 (open sockets, workers) is compared with 1, not with itself.
  const limit = flat * Math.max(middle, 1);
  if (slope <= limit) return 'flat';
  return slope - 2 * error > limit ? 'grows' : 'maybe';
}
