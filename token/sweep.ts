import { isKeptOut } from './admission.ts';
import { tokenSeconds } from './mintToken.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import type { RoomStates } from './roomStates.ts';

/** Time between two looks at a room: the longest time for which somebody without media can read the names in it. */
const everyMs = 5000;

/** For how long a token from before is accepted; LiveKit allows clocks to differ by a minute (1.13.5). */
const afterwardsMs = (tokenSeconds + 60) * 1000;

/**
 * Keeps out those who may not be in a room any longer, for as long as a token from before can be valid.
 *
 * LiveKit tells us who has joined only once their media is connected (1.13.5). Until then, for a minute, a client without
 * media is in the room unreported, receives everybody's names, and may come back with the same token.
 */
export interface Sweep {
  /** Begins, or begins anew, after a host has closed the room to somebody. */
  begin(room: string): void;
}

export function sweeper(
  live: Pick<LiveRooms, 'participants' | 'remove'>,
  states: RoomStates,
  onFailure: (error: unknown) => void,
): Sweep {
  const untilMs = new Map<string, number>();

  async function sweep(room: string): Promise<void> {
    const [people, state] = await Promise.all([live.participants(room), states.load(room)]);
    const unwanted = people.filter((participant) => isKeptOut(participant, state));
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
