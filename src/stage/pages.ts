/** A page of something that does not fit at once; `index` counts from 0. */
export interface Page {
  index: number;
  count: number;
  /** The part of the list that is on the page. */
  start: number;
  end: number;
}

/** The page `wanted`, or the last one when people have left since: nobody looks at an empty page. */
export function openPage(wanted: number, total: number, perPage: number): Page {
  const count = Math.max(1, Math.ceil(total / perPage));
  const index = Math.min(Math.max(0, wanted), count - 1);
  return { index, count, start: index * perPage, end: Math.min(total, (index + 1) * perPage) };
}

/** Where a key leads, as a step in pages. */
export function pageStep(key: string): -1 | 1 | undefined {
  if (key === 'PageDown' || key === 'ArrowRight') return 1;
  if (key === 'PageUp' || key === 'ArrowLeft') return -1;
  return undefined;
}
