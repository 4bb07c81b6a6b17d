import type { Participant } from 'livekit-client';
import { enteredAttribute } from '../../common/contract.ts';

/**
 * When a participant joined the room, in ms since 1970. LiveKit's `joinedAt` is earlier for a guest who was connected in
 * the lobby; the token handler notes when they joined. A participant who changes this note can only seem to have joined
 * later.
 */
export function arrivedAtMs({ joinedAt, attributes }: Pick<Participant, 'joinedAt' | 'attributes'>): number {
  return Math.max(joinedAt?.getTime() ?? 0, Number(attributes[enteredAttribute]) || 0);
}
