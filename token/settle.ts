import type { ParticipantInfo } from 'livekit-server-sdk';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { isSamePermission, roleOf } from './roles.ts';
import { permissionIn, type RoomState } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';

/**
 * Sets the permissions of participants in LiveKit to what the state of the room says that they may do.
 *
 * @param isMeant chooses the participants. Recorders and agents are never among them, because the handler must not
 *   change their permissions
 */
export type Settle = (
  room: string,
  isMeant: (participant: ParticipantInfo, state: RoomState) => boolean,
) => Promise<void>;

/**
 * Each try takes a few milliseconds, and a change of the state by a host 0.2 s, so two tries are nearly always enough.
 */
const mostTries = 8;

/**
 * Creates the function that sets permissions. Two hosts may decide about one participant at the same moment, through
 * two handlers, and LiveKit replaces a permission without comparing (1.13.5). So a handler that has set a permission
 * reads the state again, and sets another one if the state says something else now. A handler that changes the state
 * sets permissions only afterwards, so the last permission that is set always belongs to the last state. A permission
 * is set even if LiveKit's list already shows it, because that list lags.
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

/** Whether a participant is a recorder, an agent or hidden for another reason, and so not a guest. */
export function isMachine({ permission }: ParticipantInfo): boolean {
  return permission === undefined || permission.hidden || permission.recorder || permission.agent;
}
