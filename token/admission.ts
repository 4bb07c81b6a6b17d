import type { ParticipantInfo } from 'livekit-server-sdk';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { isSamePermission, permissionOf, roleOf } from './roles.ts';
import { roleIn, whyKeptOut, type RoomState } from './roomState.ts';

/**
 * Checks who has just joined against what the hosts have decided meanwhile, and removes them or changes what they may
 * do: LiveKit lets in everybody with a token that has not ended, also those who were removed, or got the token before
 * the room was locked.
 */
export async function checkJoined(
  live: Pick<LiveRooms, 'remove' | 'permit'>,
  { room, state, participant }: { room: string; state: RoomState; participant: ParticipantInfo },
): Promise<void> {
  const { identity, permission } = participant;
  if (permission === undefined || permission.recorder || permission.agent) return;
  const role = roleIn(state, identity, roleOf(permission));
  if (whyKeptOut(state, identity, role) !== undefined) {
    await unlessGone(live.remove(room, identity));
    return;
  }
  const wanted = permissionOf(role, state.rules);
  if (!isSamePermission(permission, wanted)) await unlessGone(live.permit(room, identity, wanted));
}
