import { setTimeout as wait } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import type { LiveRooms } from './liveRooms.ts';
import { initialState, mostStateBytes, parseState, serializeState, type RoomState } from './roomState.ts';

/** Reads and changes what the hosts have decided about the rooms (`RoomState`). */
export interface RoomStates {
  /** The state of a room, at most 0.1 s old. Rejects when LiveKit does not answer. */
  read(room: string): Promise<RoomState>;
  /** The state as LiveKit has it now. Rejects when LiveKit does not answer. */
  load(room: string): Promise<RoomState>;
  /** The state of a room that this handler read last; used while LiveKit does not answer. */
  lastRead(room: string): RoomState | undefined;
  /**
   * Applies a change to the state of a room. If another handler changes the same room at the same moment, the change is
   * applied again, so that neither change is lost.
   *
   * @param change must depend on nothing but the state; it returns the same object if there is nothing to change
   * @returns the state that contains the change, or `undefined` if nobody is in the room, because LiveKit has then
   *   forgotten the room
   */
  change(room: string, change: (state: RoomState) => RoomState): Promise<RoomState | undefined>;
  /**
   * Applies a change as `change` does, and makes the room if it does not exist. Without a change it writes the state
   * that the configuration asks for into the room's metadata, so that hosts' pages see it.
   */
  establish(room: string, change?: (state: RoomState) => RoomState): Promise<void>;
}

/**
 * How long a handler waits before it trusts that its change has stayed. LiveKit replaces metadata without comparing
 * (1.13.5), so another handler may overwrite a change with a state that it read before. A handler that has read a state
 * writes within half of this time or reads again. So after all of this time a change stays, unless LiveKit takes longer
 * than the other half for a single request.
 */
const settlingMs = 200;

/**
 * How long a state is cached for tokens. It is so short that no handler still remembers the previous state when a
 * change is done.
 */
const rememberedMs = settlingMs / 2;

const mostTries = 8;

/**
 * Number of rooms whose last state a handler remembers. A room that is not in ROOMS needs an invitation, so few
 * handlers see more rooms.
 */
const mostRooms = 1000;

export function roomStates(
  live: Pick<LiveRooms, 'metadata' | 'setMetadata' | 'create'>,
  { roomEntry: entry, maxParticipants }: Pick<Config, 'roomEntry' | 'maxParticipants'>,
): RoomStates {
  const remembered = new Map<string, Promise<RoomState>>();
  const turns = new Map<string, Promise<unknown>>();

  const last = new Map<string, RoomState>();

  async function load(room: string): Promise<RoomState> {
    return remember(room, (await live.metadata(room)) ?? '');
  }

  function remember(room: string, metadata: string): RoomState {
    const state = parseState(metadata, entry);
    last.delete(room);
    last.set(room, state);
    const [oldest = ''] = last.keys();
    if (last.size > mostRooms) last.delete(oldest);
    return state;
  }

  function read(room: string): Promise<RoomState> {
    const known = remembered.get(room);
    if (known !== undefined) return known;
    const state = load(room);
    remembered.set(room, state);
    const forget = () => {
      if (remembered.get(room) === state) remembered.delete(room);
    };
    setTimeout(forget, rememberedMs).unref();
    state.catch(forget);
    return state;
  }

  async function apply(
    room: string,
    change: (state: RoomState) => RoomState,
  ): Promise<RoomState | undefined> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const readAtMs = performance.now();
      const metadata = await live.metadata(room);
      if (metadata === undefined) return undefined;
      const before = parseState(metadata, entry);
      const wanted = change(before);
      if (wanted === before) return before;
      const id = changeId();
      const text = serializeState({ ...wanted, changes: [...before.changes, id] });
      if (Buffer.byteLength(text) > mostStateBytes) throw new Error('The state of the room is too large.');
      if (performance.now() - readAtMs > settlingMs / 2) continue;
      await live.setMetadata(room, text);
      remembered.delete(room);
      await wait(settlingMs);
      const now = await live.metadata(room);
      if (now === undefined) return undefined;
      const after = remember(room, now);
      if (after.changes.includes(id)) return after;
    }
    throw new Error('Other changes of the room came in between too often.');
  }

  /** Runs the changes that this handler makes to one room one after another, so that none overwrites another. */
  async function inTurn<Value>(room: string, act: () => Promise<Value>): Promise<Value> {
    const turn = (turns.get(room) ?? Promise.resolve()).then(act);
    const settled = turn.catch(() => undefined);
    turns.set(room, settled);
    void settled.then(() => {
      if (turns.get(room) === settled) turns.delete(room);
    });
    return await turn;
  }

  return {
    read,
    load,
    lastRead: (room) => last.get(room),
    change: (room, change) => inTurn(room, () => apply(room, change)),
    establish: (room, change = (state) => ({ ...state })) =>
      inTurn(room, async () => {
        const metadata = serializeState({ ...change(initialState(entry)), changes: [changeId()] });
        const isThere = (await live.metadata(room)) !== undefined;
        if (isThere || (await live.create(room, { metadata, maxParticipants })) !== metadata) {
          await apply(room, change);
        }
        remembered.delete(room);
      }),
  };
}

function changeId(): string {
  return randomBytes(4).toString('base64url');
}
