import type { ParticipantInfo } from 'livekit-server-sdk';
import { isInLobby } from './lobby.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { isSamePermission, roleOf } from './roles.ts';
import { permissionIn, roleIn, whyKeptOut, type RoomState } from './roomState.ts';
import type { Settle } from './settle.ts';

/**
 * Checks a participant who has just joined against what the hosts have decided: removes them, or changes what they may
 * do. The check is needed because LiveKit lets in everybody whose token is valid, also participants who were removed or
 * who got the token before the room was locked.
 */
export async function checkJoined(
  live: Pick<LiveRooms, 'remove'>,
  settle: Settle,
  { room, state, participant }: { room: string; state: RoomState; participant: ParticipantInfo },
): Promise<void> {
  const { identity, permission } = participant;
  if (permission === undefined || permission.recorder || permission.agent) return;
  if (isKeptOut(participant, state)) {
    await unlessGone(live.remove(room, identity));
    return;
  }
  // The permission of a guest who is still in the lobby is set when they enter.
  if (isInLobby(participant)) return;
  // No change is needed if the permission fits the state: a host who decides something after that state finds the
  // participant in the room, and so changes this permission as well.
  if (isSamePermission(permission, permissionIn(state, identity, roleOf(permission)))) return;
  await settle(room, (other) => other.identity === identity);
}

/** Whether the hosts have decided that this participant may not be in the room. Recorders and agents may. */
export function isKeptOut({ identity, permission }: ParticipantInfo, state: RoomState): boolean {
  if (permission === undefined || permission.recorder || permission.agent) return false;
  return whyKeptOut(state, identity, roleIn(state, identity, roleOf(permission))) !== undefined;
}
