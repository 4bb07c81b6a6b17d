import { createHmac } from 'node:crypto';

/**
 * Prefix of the names of waiting rooms. Guests who wait for a host are in a LiveKit room of its own beside the real
 * one, because LiveKit tells everybody who has joined a room the names of all others in it, whatever they may do
 * (1.13.5).
 *
 * The rest of the name is derived with the API secret, so that the name fits into LiveKit's limit for any room, and
 * equals no other name.
 */
const prefix = 'first-room-waiting-';

const waitingRoom = new RegExp(`^${prefix}[\\w-]{22}$`);

export function isWaitingRoom(room: string): boolean {
  return waitingRoom.test(room);
}

/** The name of the waiting room that belongs to a room. */
export function waitingRoomOf(room: string, apiSecret: string): string {
  return prefix + createHmac('sha256', apiSecret).update(`waiting ${room}`).digest('base64url').slice(0, 22);
}
