import type { Entry } from '../common/contract.ts';
import { isInLobby } from './lobby.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { allowing, most, shortId } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';

/**
 * Closes a room to newcomers. The participants who are inside may leave and come back. Guests who are still in the lobby
 * are not inside, and are put out.
 */
export async function closeRoom(
  live: Pick<LiveRooms, 'participants' | 'remove'>,
  states: RoomStates,
  room: string,
  entry: Exclude<Entry, 'open'>,
): Promise<Granted<undefined>> {
  const everybody = await live.participants(room);
  const inside = everybody.filter((one) => !isInLobby(one));
  const state = await states.change(room, (before) => ({
    ...allowing(before, inside),
    entry,
    entryBefore: entry === 'locked' && before.entry !== 'locked' ? before.entry : before.entryBefore,
  }));
  if (state === undefined) return refused('room_empty', 'Nobody is in this room.');
  // Participants may have joined while the handler wrote the state, so those are allowed to come back too.
  const now = await live.participants(room);
  const late = now.filter((one) => !isInLobby(one) && !state.allowed.includes(shortId(one.identity)));
  await Promise.all(now.filter(isInLobby).map(({ identity }) => unlessGone(live.remove(room, identity))));
  if (late.length > 0) {
    await states.change(room, (before) => (before.entry === entry ? allowing(before, late) : before));
  }
  if (inside.length <= most.allowed) return granted(undefined);
  return refused(
    'list_full',
    `The room is closed. Of those inside, only ${String(most.allowed)} may come back.`,
  );
}
