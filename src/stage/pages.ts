/** A page of a list; `index` counts from 0. */
export interface Page {
  index: number;
  count: number;
  /** Range of the list that is on the page, without `end`. */
  start: number;
  end: number;
}

/** The page `wanted`, or the last one if participants have left since. */
export function openPage(wanted: number, total: number, perPage: number): Page {
  const count = Math.max(1, Math.ceil(total / perPage));
  const index = Math.min(Math.max(0, wanted), count - 1);
  return { index, count, start: index * perPage, end: Math.min(total, (index + 1) * perPage) };
}

/** The step in pages for a key. @param isMirrored whether text runs from right to left, so that the next page is on the left */
export function pageStep(key: string, isMirrored = false): -1 | 1 | undefined {
  if (key === 'PageDown' || key === (isMirrored ? 'ArrowLeft' : 'ArrowRight')) return 1;
  if (key === 'PageUp' || key === (isMirrored ? 'ArrowRight' : 'ArrowLeft')) return -1;
  return undefined;
}
