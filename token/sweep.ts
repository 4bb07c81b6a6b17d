import { setTimeout as wait } from 'node:timers/promises';
import { ParticipantInfo_State, type ParticipantInfo } from 'livekit-server-sdk';
import { isKeptOut } from './admission.ts';
import { tokenSeconds } from './mintToken.ts';
import { isInLobby } from './lobby.ts';
import { unlessGone, type LiveRoom, type LiveRooms } from './liveRooms.ts';
import { isRemoved, parseState, type RoomState } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { isStandingRoom } from './standingRoom.ts';

/**
 * Time between two checks of a room. For this long plus `graceMs`, a participant who may not be in the room, and whose
 * media does not connect, can read the names of the others.
 */
const everyMs = 5000;

/**
 * Time between finding a participant who may not be in the room and removing them. They are removed only if the state
 * still says so then: the handler adds somebody who joins just when a host locks the room to the list of allowed guests
 * up to a second later (`closeRoom.ts`).
 */
const graceMs = 2000;

/**
 * How long a room is checked often after a host has closed it: as long as LiveKit accepts a token that the handler made
 * before the host did so. LiveKit allows clocks to differ by a minute (1.13.5).
 */
const oftenMs = (tokenSeconds + 60) * 1000;

/**
 * Time between two checks afterwards, while the room is closed to somebody. LiveKit gives each client that connects
 * another token, so a client that comes back from time to time always has a valid one (1.13.5, roommanager.go).
 */
const laterMs = 15_000;

/**
 * After a host has closed a room to somebody, removes participants who may no longer be in it, for as long as the room
 * is closed to somebody.
 *
 * LiveKit reports a new participant only once their media is connected (1.13.5). Until then, for a minute, a client
 * without media is in the room unreported, receives everybody's names, and may come back with the same token.
 */
export interface Sweep {
  /** Begins the checks, or begins anew, after a host has closed the room to somebody. */
  begin(room: string): void;
  /**
   * Begins the checks of those of these rooms that are closed to somebody; for a handler that starts. Another handler
   * may have checked them, and ended.
   */
  takeOver(rooms: readonly LiveRoom[]): void;
}

export function sweeper(
  live: Pick<LiveRooms, 'participants' | 'remove' | 'rooms'>,
  states: Pick<RoomStates, 'load'>,
  onFailure: (error: unknown) => void,
): Sweep {
  const oftenUntilMs = new Map<string, number>();
  const timers = new Map<string, NodeJS.Timeout>();

  async function keptOut(room: string): Promise<ParticipantInfo[]> {
    const [people, state] = await Promise.all([live.participants(room), states.load(room)]);
    // Only clients without media have to be found here: when media connects, LiveKit reports the participant, who is
    // then checked (`admission.ts`). A participant with media stays, even if their entry in the list of allowed guests
    // has since given way to newer entries. A removed guest never stays, nor does one who is still in the lobby.
    return people.filter(
      (participant) =>
        isKeptOut(participant, state) &&
        (participant.state !== ParticipantInfo_State.ACTIVE ||
          isRemoved(state, participant.identity) ||
          isInLobby(participant)),
    );
  }

  async function sweep(room: string): Promise<void> {
    const found = (await keptOut(room)).map(({ identity }) => identity);
    if (found.length === 0) return;
    await wait(graceMs, undefined, { ref: false });
    const unwanted = (await keptOut(room)).filter(({ identity }) => found.includes(identity));
    await Promise.all(unwanted.map(({ identity }) => unlessGone(live.remove(room, identity))));
  }

  async function isClosedToSomebody(room: string): Promise<boolean> {
    // The state is read first, because that makes a room again which LiveKit has forgotten at a restart.
    const state = await states.load(room);
    const rooms = await live.rooms([room]);
    return rooms.length > 0 && isClosed(state);
  }

  function next(room: string, waitMs = everyMs): void {
    const isOften = () => performance.now() < (oftenUntilMs.get(room) ?? 0);
    const again = async () => {
      const mayEnd = !isOften() && !(await isClosedToSomebody(room).catch(() => true));
      // A host may have closed the room while LiveKit was asked.
      if (isOften()) next(room);
      else if (mayEnd) oftenUntilMs.delete(room);
      else next(room, laterMs);
    };
    const check = () => {
      timers.delete(room);
      void sweep(room).catch(onFailure).then(again);
    };
    timers.set(room, setTimeout(check, waitMs).unref());
  }

  function begin(room: string): void {
    const isSwept = oftenUntilMs.has(room);
    oftenUntilMs.set(room, performance.now() + oftenMs);
    // Without a timer a check is going on, which sets the next one.
    const timer = timers.get(room);
    if (isSwept && timer === undefined) return;
    clearTimeout(timer);
    next(room);
  }

  function takeOver(rooms: readonly LiveRoom[]): void {
    for (const { name, metadata } of rooms) {
      // Metadata in which no host and no handler has decided anything reads as that of an open room. Nobody is in the
      // standing room, whose metadata has the entry of the configuration.
      if (!isStandingRoom(name) && isClosed(parseState(metadata, 'open'))) begin(name);
    }
  }

  return { begin, takeOver };
}

/**
 * All rooms of LiveKit, for a handler that starts. Asks until LiveKit answers; `onFailure` gets the first failure.
 */
export async function roomsAtStart(
  live: Pick<LiveRooms, 'allRooms'>,
  onFailure: (error: unknown) => void,
): Promise<LiveRoom[]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await live.allRooms();
    } catch (error) {
      if (tries === 0) onFailure(error);
      await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
    }
  }
}

function isClosed({ entry, removed }: RoomState): boolean {
  return entry !== 'open' || removed.length > 0;
}
