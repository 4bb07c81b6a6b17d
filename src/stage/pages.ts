/** A page of a list of tiles; `index` counts from 0. */
export interface Page {
  index: number;
  count: number;
  /** The tiles on the page, as indexes in the list: from `start` up to, but not including, `end`. */
  start: number;
  end: number;
}

/** The page that the guest wants, or the last page if there are fewer now, because participants have left. */
export function openPage(wanted: number, total: number, perPage: number): Page {
  const count = Math.max(1, Math.ceil(total / perPage));
  const index = Math.min(Math.max(0, wanted), count - 1);
  return { index, count, start: index * perPage, end: Math.min(total, (index + 1) * perPage) };
}

/**
 * By how many pages a key turns.
 *
 * @param isMirrored whether text runs from right to left, so that the next page is on the left
 */
export function pageStep(key: string, isMirrored = false): -1 | 1 | undefined {
  if (key === 'PageDown' || key === (isMirrored ? 'ArrowLeft' : 'ArrowRight')) return 1;
  if (key === 'PageUp' || key === (isMirrored ? 'ArrowRight' : 'ArrowLeft')) return -1;
  return undefined;
}
