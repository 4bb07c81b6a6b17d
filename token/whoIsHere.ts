import type { ParticipantInfo } from 'livekit-server-sdk';
import type { WhoIsHere } from '../common/contract.ts';

/**
 * Tells a guest in the lobby how many people are in the room, and the name of the one who has been there longest.
 *
 * @param participants everybody in the room, as LiveKit's API lists them
 * @param identity the guest's own identity, which may still be in the list after a lost connection
 * @returns `undefined` if nobody else is there
 */
export function whoIsHere(participants: readonly ParticipantInfo[], identity: string): WhoIsHere | undefined {
  const people = participants
    .filter(({ permission }) => !permission?.recorder && !permission?.agent && !permission?.hidden)
    .filter((one) => one.identity !== identity)
    .toSorted((one, other) => Number(one.joinedAtMs - other.joinedAtMs));
  const name = people[0]?.name;
  return people.length === 0 ? undefined : { count: people.length, ...(name && { name }) };
}
