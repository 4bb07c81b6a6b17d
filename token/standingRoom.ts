import { createHmac } from 'node:crypto';

/**
 * Prefix of the name of the standing room: a room of LiveKit that nobody enters and that never ends while LiveKit runs.
 * If it is gone or has another sid, LiveKit was restarted, and has forgotten all its rooms (1.13.5). LiveKit's API tells
 * this in no other way.
 *
 * The rest of the name is derived with the API secret, so that all handlers use the same room and no request can name
 * it; and from INVITATION_KEY, because another one ends all invitations, and the list of revoked ones begins anew.
 */
const prefix = 'first-room-standing-';

const standingRoom = new RegExp(`^${prefix}[\\w-]{22}$`);

export function isStandingRoom(room: string): boolean {
  return standingRoom.test(room);
}

/** The name of the standing room. */
export function standingRoomOf(apiSecret: string, invitationKey: string): string {
  const text = `standing ${invitationKey}`;
  return prefix + createHmac('sha256', apiSecret).update(text).digest('base64url').slice(0, 22);
}
