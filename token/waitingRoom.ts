import { createHmac } from 'node:crypto';

/**
 * Names of waiting rooms. Guests who wait for a host are in a LiveKit room of its own beside the real one, because
 * LiveKit tells the names of everybody in a room to everybody who has joined it, whatever they may do (1.13.5).
 *
 * The name is derived with the API secret, so that it fits into LiveKit's limit for any room, and equals no other name.
 */
const prefix = 'first-room-waiting-';

const waitingRoom = new RegExp(`^${prefix}[\\w-]{22}$`);

export function isWaitingRoom(room: string): boolean {
  return waitingRoom.test(room);
}

/** The waiting room of a room. */
export function waitingRoomOf(room: string, apiSecret: string): string {
  return prefix + createHmac('sha256', apiSecret).update(`waiting ${room}`).digest('base64url').slice(0, 22);
}
