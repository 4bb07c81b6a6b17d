import { setTimeout as wait } from 'node:timers/promises';
import { ParticipantInfo_State, type ParticipantInfo } from 'livekit-server-sdk';
import type { Entry } from '../common/contract.ts';
import { isInLobby } from './lobby.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { allowing, most, shortId } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { isMachine } from './settle.ts';

/**
 * How long a participant's media may take to connect. LiveKit's clients give up after 16 s. LiveKit itself keeps a
 * client without media for a minute, and the hosts do not see it (1.13.5).
 */
const connectingMs = 16_000;

/** Time between two looks at participants whose media is still connecting. */
const everyMs = 2000;

/**
 * Closes a room to newcomers. The participants who are inside may leave and come back. Participants whose media is just
 * connecting count as inside, unless it does not connect. Guests who are still in the lobby are not inside, and are put
 * out.
 */
export async function closeRoom(
  live: Pick<LiveRooms, 'participants' | 'remove'>,
  states: RoomStates,
  room: string,
  entry: Exclude<Entry, 'open'>,
): Promise<Granted<undefined>> {
  const inside = (await live.participants(room)).filter(isInside);
  let allowedBefore: readonly string[] = [];
  const state = await states.change(room, (before) => {
    allowedBefore = before.allowed;
    return {
      ...allowing(before, inside),
      entry,
      entryBefore: entry === 'locked' && before.entry !== 'locked' ? before.entry : before.entryBefore,
    };
  });
  if (state === undefined) return refused('room_empty', 'Nobody is in this room.');
  // Participants may have joined while the handler wrote the state, so those are allowed to come back too.
  const now = await live.participants(room);
  const late = now.filter((one) => isInside(one) && !state.allowed.includes(shortId(one.identity)));
  await Promise.all(now.filter(isInLobby).map(({ identity }) => unlessGone(live.remove(room, identity))));
  if (late.length > 0) {
    await states.change(room, (before) => (before.entry === entry ? allowing(before, late) : before));
  }
  const connecting = [...inside, ...late].filter(
    (participant) => !hasMedia(participant) && !allowedBefore.includes(shortId(participant.identity)),
  );
  // If LiveKit does not answer, they stay allowed.
  if (connecting.length > 0) void forgetHanging(live, states, room, connecting).catch(() => {});
  if (inside.length <= most.allowed) return granted(undefined);
  return refused(
    'list_full',
    `The room is closed. Of those inside, only ${String(most.allowed)} may come back.`,
  );
}

/** Takes those participants off the list of allowed guests whose media does not connect. */
async function forgetHanging(
  live: Pick<LiveRooms, 'participants'>,
  states: RoomStates,
  room: string,
  connecting: readonly ParticipantInfo[],
): Promise<void> {
  const hanging = new Set(connecting.map(({ identity }) => identity));
  for (let waitedMs = 0; waitedMs < connectingMs && hanging.size > 0; waitedMs += everyMs) {
    await wait(everyMs, undefined, { ref: false });
    for (const participant of await live.participants(room)) {
      if (hasMedia(participant)) hanging.delete(participant.identity);
    }
  }
  const ids = new Set([...hanging].map(shortId));
  await states.change(room, (before) => {
    const allowed = before.allowed.filter((id) => !ids.has(id));
    return allowed.length === before.allowed.length ? before : { ...before, allowed };
  });
}

function isInside(participant: ParticipantInfo): boolean {
  const joinedMsAgo = Date.now() - Number(participant.joinedAtMs);
  return !isMachine(participant) && (hasMedia(participant) || joinedMsAgo < connectingMs);
}

function hasMedia({ state }: ParticipantInfo): boolean {
  return state === ParticipantInfo_State.ACTIVE;
}
