import { isInLobby } from './lobby.ts';
import type { LiveRooms } from './liveRooms.ts';

/**
 * Counts the people in a room; 0 when the room does not exist. Rejects when LiveKit does not answer.
 *
 * Recorders and agents are not counted, as LiveKit does not count them to decide whether a room is full. Guests who are
 * still in the lobby are not counted either, although LiveKit counts them: `Lobby.tidy` keeps places free for others.
 * The room's own `numParticipants` would be cheaper but lags: livekit-server 1.13.5 updates it every 5 s, and it still
 * said 0 of 3 when LiveKit refused the fourth guest.
 */
export type CountParticipants = (room: string) => Promise<number>;

export function participantCounter(live: Pick<LiveRooms, 'participants'>): CountParticipants {
  return async (room) => {
    const participants = await live.participants(room);
    return participants.filter(
      (one) => !one.permission?.recorder && !one.permission?.agent && !isInLobby(one),
    ).length;
  };
}
