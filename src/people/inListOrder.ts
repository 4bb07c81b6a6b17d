import type { Participant } from 'livekit-client';
import { roleOf } from '../call/roles.ts';

/**
 * Sorts the people in the room for the list of hosts and guests: raised hands first, in the order of raising, and
 * listeners last. So hosts find the hand of one among many listeners.
 *
 * @param hands the numbers of the raised hands, by identity
 */
export function inListOrder<One extends Pick<Participant, 'identity' | 'permissions'>>(
  people: readonly One[],
  hands: ReadonlyMap<string, number>,
): One[] {
  const rank = (one: One) =>
    hands.get(one.identity) ?? (roleOf(one) === 'listener' ? Infinity : people.length + 1);
  // Compared with `<`, because Infinity − Infinity is not a number.
  return people.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1));
}
