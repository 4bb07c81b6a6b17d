import type { ParticipantInfo } from 'livekit-server-sdk';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { isSamePermission, roleOf } from './roles.ts';
import { permissionIn, type RoomState } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';

/**
 * Makes LiveKit permit participants what the state of the room says.
 *
 * @param isMeant which participants; recorders and agents never are, because their permissions are not ours to change
 */
export type Settle = (
  room: string,
  isMeant: (participant: ParticipantInfo, state: RoomState) => boolean,
) => Promise<void>;

/** Each try takes a few milliseconds, and a host's change of the state 0.2 s, so two are nearly always enough. */
const mostTries = 8;

/**
 * Two hosts may decide about one participant at the same moment, through two handlers, and LiveKit replaces a permission without
 * comparing (1.13.5). So whoever has set a permission reads the state again, and repeats if it says something else now.
 * A handler that changes the state sets permissions only afterwards, so the last permission that is set is always the
 * one of the last state. It is set even if LiveKit's list already shows it, because that list lags.
 */
export function settler(live: Pick<LiveRooms, 'participants' | 'permit'>, states: RoomStates): Settle {
  return async (room, isMeant) => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const [people, state] = await Promise.all([live.participants(room), states.load(room)]);
      const meant = people.filter((participant) => !isMachine(participant) && isMeant(participant, state));
      await Promise.all(
        meant.map((participant) =>
          unlessGone(live.permit(room, participant.identity, wanted(participant, state))),
        ),
      );
      const now = await states.load(room);
      const isSettled = (participant: ParticipantInfo) =>
        isSamePermission(wanted(participant, state), wanted(participant, now));
      if (meant.every(isSettled)) return;
    }
    throw new Error('The state of the room changed too often.');
  };
}

function wanted({ identity, permission }: ParticipantInfo, state: RoomState) {
  return permissionIn(state, identity, roleOf(permission));
}

/** Recorders, agents and other hidden participants. */
export function isMachine({ permission }: ParticipantInfo): boolean {
  return permission === undefined || permission.hidden || permission.recorder || permission.agent;
}
