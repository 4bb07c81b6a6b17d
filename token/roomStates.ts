import { setTimeout as wait } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import type { LiveRoom, LiveRooms } from './liveRooms.ts';
import {
  initialState,
  most,
  mostStateBytes,
  parseState,
  restored,
  serializeState,
  type RoomState,
} from './roomState.ts';
import { standingRoomOf } from './standingRoom.ts';

/**
 * Reads and changes what the hosts have decided about the rooms (`RoomState`).
 *
 * LiveKit forgets its rooms when it is restarted. A handler that remembers what was decided about one writes it into the
 * new room, as soon as it notices. It does not do so after a room has ended.
 */
export interface RoomStates {
  /** The state of a room, at most 0.1 s old. Rejects when LiveKit does not answer. */
  read(room: string): Promise<RoomState>;
  /** The state as LiveKit has it now. Rejects when LiveKit does not answer. */
  load(room: string): Promise<RoomState>;
  /** The state of a room that this handler read last; used while LiveKit does not answer. */
  lastRead(room: string): RoomState | undefined;
  /** Forgets a room that a host has ended, so that nothing of it is restored after a restart of LiveKit. */
  forget(room: string): void;
  /** The state of a room that LiveKit has reported. Rejects when LiveKit has to be asked and does not answer. */
  reported(room: LiveRoom): Promise<RoomState>;
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
   * Whether one of these invitations was revoked. It is in the metadata of the standing room, which outlives the
   * other rooms. While LiveKit does not answer, what this handler read last counts.
   */
  isRevoked(ids: readonly string[]): Promise<boolean>;
  /**
   * Revokes an invitation. Rejects when LiveKit does not answer.
   *
   * @returns whether it is revoked; not if the list is full
   */
  revoke(id: string): Promise<boolean>;
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

/**
 * Time between two looks at the rooms about which something was decided. If a room ends and LiveKit is restarted within
 * this time, a handler that did not end the room takes it for one that the restart has ended.
 */
const watchedEveryMs = 2000;

/**
 * LiveKit's settings of the standing room (`standingRoom.ts`): the longest time that LiveKit can keep an empty room, 136
 * years.
 */
const standingConfig = { metadata: '', maxParticipants: 1, emptySeconds: 2 ** 32 - 1 };

/** What a handler remembers of a room. */
interface Known {
  /** LiveKit's id of the room; `undefined` if it did not exist. */
  sid: string | undefined;
  /** LiveKit's id of the standing room, another one after each restart of LiveKit; `undefined` if there was none. */
  epoch: string | undefined;
  state: RoomState;
}

/** What LiveKit says about a room. */
interface Found extends Known {
  /**
   * Whether LiveKit has forgotten the room at a restart. `state` is then the state that the room should have, and LiveKit
   * does not know it yet.
   */
  isForgotten: boolean;
}

export function roomStates(
  live: Pick<LiveRooms, 'rooms' | 'setMetadata' | 'create'>,
  {
    roomEntry: entry,
    maxParticipants,
    keys,
    invitationKey,
  }: Pick<Config, 'roomEntry' | 'maxParticipants' | 'keys' | 'invitationKey'>,
): RoomStates {
  const standing = standingRoomOf(keys.apiSecret, invitationKey);
  const remembered = new Map<string, Promise<RoomState>>();
  const turns = new Map<string, Promise<unknown>>();
  const last = new Map<string, Known>();
  let isWatching = false;

  async function find(room: string): Promise<Found> {
    return compare(room, await live.rooms([room, standing]));
  }

  /** Compares what LiveKit says about a room with what this handler remembers of it. */
  function compare(room: string, rooms: readonly LiveRoom[]): Found {
    const its = rooms.find(({ name }) => name === room);
    const epoch = rooms.find(({ name }) => name === standing)?.sid;
    const state = parseState(its?.metadata ?? '', entry);
    const found = { sid: its?.sid, epoch, state, isForgotten: false };
    const known = last.get(room);
    if (known === undefined || known.sid === found.sid) return found;
    // Without a restart in between the room has ended, and what was decided about it has ended with it.
    const isRestarted = known.epoch !== undefined && known.epoch !== epoch;
    const lastChange = known.state.changes.at(-1);
    if (!isRestarted || lastChange === undefined || state.changes.includes(lastChange)) return found;
    return { ...found, state: restored(known.state, state, entry), isForgotten: true };
  }

  async function remember(room: string, { sid, epoch, state }: Found): Promise<RoomState> {
    const known: Known = { sid, state, epoch };
    last.delete(room);
    last.set(room, known);
    const [oldest = ''] = last.keys();
    if (last.size > mostRooms) last.delete(oldest);
    if (!isDecided(known)) return state;
    // Without the standing room this handler only can't recognize a restart, so a failure is ignored.
    known.epoch ??= await live.create(standing, standingConfig).then(
      (made) => made.sid,
      () => undefined,
    );
    watch();
    return state;
  }

  async function load(room: string): Promise<RoomState> {
    const found = await find(room);
    return found.isForgotten ? await inTurn(room, () => restore(room)) : await remember(room, found);
  }

  async function restore(room: string): Promise<RoomState> {
    return (await apply(room, (state) => state, true)) ?? initialState(entry);
  }

  /**
   * Looks after the rooms about which something was decided, from time to time, until no such room is left. So this
   * handler knows what was decided through others, that a room has ended, and that LiveKit was restarted.
   */
  function watch(): void {
    if (isWatching) return;
    isWatching = true;
    const again = () => {
      isWatching = false;
      if ([...last.values()].some(isDecided)) watch();
    };
    setTimeout(() => void look().then(again, again), watchedEveryMs).unref();
  }

  async function look(): Promise<void> {
    const decided = [...last].flatMap(([room, known]) => (isDecided(known) ? [room] : []));
    // The standing room contains what another handler has revoked.
    const watched = [...new Set([...decided, standing])];
    const before = new Map(last);
    const rooms = await live.rooms(watched);
    await Promise.all(
      watched.map(async (room) => {
        // What this handler has learned or forgotten meanwhile is newer than LiveKit's answer.
        if (last.get(room) !== before.get(room)) return;
        const found = compare(room, rooms);
        if (found.isForgotten) await inTurn(room, () => restore(room));
        // A change that this handler makes at this moment remembers a newer state itself.
        else if (!turns.has(room)) await remember(room, found);
      }),
    );
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

  /** @param makes whether a room that does not exist is made. Otherwise nothing is changed */
  async function apply(
    room: string,
    change: (state: RoomState) => RoomState,
    makes: boolean,
  ): Promise<RoomState | undefined> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const readAtMs = performance.now();
      const before = await find(room);
      if (before.sid === undefined && !makes) return undefined;
      const wanted = change(before.state);
      if (wanted === before.state && !before.isForgotten) return await remember(room, before);
      const id = changeId();
      const state = { ...wanted, changes: [...before.state.changes, id].slice(-most.changes) };
      const text = serializeState(state);
      if (Buffer.byteLength(text) > mostStateBytes) throw new Error('The state of the room is too large.');
      if (performance.now() - readAtMs > settlingMs / 2) continue;
      if (before.sid === undefined) {
        const config = room === standing ? standingConfig : { maxParticipants };
        const { sid, metadata } = await live.create(room, { ...config, metadata: text });
        // After a restart guests come back at the same moment. If one of them has made the room, LiveKit answers with
        // this metadata, but the room does not keep it (1.13.5).
        if (metadata === text && !before.isForgotten) return await remember(room, { ...before, sid, state });
      }
      try {
        await live.setMetadata(room, text);
      } catch (error) {
        if (room !== standing) throw error;
        // In a cluster the node that had the empty standing room may be gone. LiveKit opens the room on another one only
        // when it is created; an existing room is not changed by this.
        await live.create(standing, standingConfig);
        continue;
      }
      remembered.delete(room);
      await wait(settlingMs);
      const now = await find(room);
      if (now.sid === undefined) return undefined;
      if (now.state.changes.includes(id) && !now.isForgotten) return await remember(room, now);
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
    lastRead: (room) => last.get(room)?.state,
    forget: (room) => {
      last.delete(room);
      remembered.delete(room);
    },
    async reported({ name, sid, metadata }) {
      const known = last.get(name);
      const state = parseState(metadata, entry);
      // LiveKit tells of several participants one after another, with the metadata from when each of them joined.
      const lastChange = known?.state.changes.at(-1);
      const isCurrent = lastChange === undefined || state.changes.includes(lastChange);
      return known?.sid === sid && isCurrent ? state : await load(name);
    },
    isRevoked: async (ids) => {
      if (ids.length === 0) return false;
      const state = await read(standing).catch(() => last.get(standing)?.state);
      return ids.some((id) => state?.revoked.includes(id));
    },
    revoke: async (id) => {
      const change = (state: RoomState) =>
        state.revoked.includes(id) || state.revoked.length >= most.revoked
          ? state
          : { ...state, revoked: [...state.revoked, id] };
      const after = await inTurn(standing, () => apply(standing, change, true));
      if (after === undefined) throw new Error('LiveKit was restarted meanwhile.');
      return after.revoked.includes(id);
    },
    change: (room, change) => inTurn(room, () => apply(room, change, false)),
    establish: (room, change = (state) => ({ ...state })) =>
      inTurn(room, async () => {
        await apply(room, change, true);
        remembered.delete(room);
      }),
  };
}

/** Whether something was decided about a room, so that it is worth remembering. */
function isDecided({ state }: Known): boolean {
  return state.changes.length > 0;
}

function changeId(): string {
  return randomBytes(4).toString('base64url');
}
