import { setTimeout as wait } from 'node:timers/promises';
import { ParticipantInfo_State, type ParticipantInfo } from 'livekit-server-sdk';
import { isKeptOut } from './admission.ts';
import { tokenSeconds } from './mintToken.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { isRemoved } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';

/**
 * Time between two checks of a room. For this long, and for `graceMs`, somebody without media can read the names in the
 * room.
 */
const everyMs = 5000;

/**
 * Time from finding a participant who is kept out to removing them, if the state then still keeps them out. A
 * participant who joins just when a host locks the room is entered in the state up to a second later (`closeRoom.ts`).
 */
const graceMs = 2000;

/**
 * How long a room is checked after a host has closed it: a token that was made before is accepted for that long, as
 * LiveKit allows clocks to differ by a minute (1.13.5).
 */
const afterwardsMs = (tokenSeconds + 60) * 1000;

/**
 * Removes participants who may no longer be in a room, for as long as a token that was made before can be valid.
 *
 * LiveKit reports who has joined only once their media is connected (1.13.5). Until then, for a minute, a client
 * without media is in the room unreported, receives everybody's names, and may come back with the same token.
 */
export interface Sweep {
  /** Begins the checks, or begins anew, after a host has closed the room to somebody. */
  begin(room: string): void;
}

export function sweeper(
  live: Pick<LiveRooms, 'participants' | 'remove'>,
  states: RoomStates,
  onFailure: (error: unknown) => void,
): Sweep {
  const untilMs = new Map<string, number>();

  async function keptOut(room: string): Promise<ParticipantInfo[]> {
    const [people, state] = await Promise.all([live.participants(room), states.load(room)]);
    // Participants with media were checked when they joined. They stay even if the list of allowed guests has become too
    // long for them since.
    return people.filter(
      (participant) =>
        isKeptOut(participant, state) &&
        (participant.state !== ParticipantInfo_State.ACTIVE || isRemoved(state, participant.identity)),
    );
  }

  async function sweep(room: string): Promise<void> {
    const found = (await keptOut(room)).map(({ identity }) => identity);
    if (found.length === 0) return;
    await wait(graceMs, undefined, { ref: false });
    const unwanted = (await keptOut(room)).filter(({ identity }) => found.includes(identity));
    await Promise.all(unwanted.map(({ identity }) => unlessGone(live.remove(room, identity))));
  }

  function next(room: string): void {
    const again = () => {
      if (performance.now() < (untilMs.get(room) ?? 0)) next(room);
      else untilMs.delete(room);
    };
    setTimeout(() => void sweep(room).catch(onFailure).then(again), everyMs).unref();
  }

  return {
    begin(room) {
      const isSwept = untilMs.has(room);
      untilMs.set(room, performance.now() + afterwardsMs);
      if (!isSwept) next(room);
    },
  };
}
