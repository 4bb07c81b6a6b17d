/**
 * The order of people, by identity. It remembers who has left, so that after a broken connection
 * everyone comes back to their own place.
 */
export type Order = readonly string[];

/** Newcomers come last. */
export function addNewcomers(order: Order, present: readonly string[]): Order {
  const newcomers = present.filter((identity) => !order.includes(identity));
  return newcomers.length === 0 ? order : [...order, ...newcomers];
}

/**
 * Who speaks on a later page changes places with whoever has been silent longest on the first one;
 * nobody else moves. Nothing to change gives the same array.
 *
 * @param lastSpokeMs when somebody spoke last, 0 for never; who speaks now is never sent away
 */
export function bringForward(
  order: Order,
  speaking: readonly string[],
  { present, onFirstPage, lastSpokeMs }: FirstPage,
): Order {
  const next = [...order];
  for (const speaker of speaking) {
    const visible = next.filter((identity) => present.includes(identity));
    if (visible.indexOf(speaker) < onFirstPage) continue;
    const [silent] = visible
      .slice(0, onFirstPage)
      .filter((identity) => !speaking.includes(identity))
      // The later of two who never spoke goes: the first in the room keep their places longest.
      .toReversed()
      .toSorted((a, b) => lastSpokeMs(a) - lastSpokeMs(b));
    if (silent === undefined) break;
    const place = next.indexOf(silent);
    next[next.indexOf(speaker)] = silent;
    next[place] = speaker;
  }
  return next.every((identity, index) => identity === order[index]) ? order : next;
}

interface FirstPage {
  present: readonly string[];
  /** How many of the others the first page holds. */
  onFirstPage: number;
  lastSpokeMs: (identity: string) => number;
}

/** Oneself comes last, or last on the first page when there are more: one wants to see oneself. */
export function insertSelf<Item>(others: readonly Item[], self: readonly Item[], perPage: number): Item[] {
  const place = Math.min(others.length, Math.max(0, perPage - self.length));
  return [...others.slice(0, place), ...self, ...others.slice(place)];
}
