import { entries, roles, type Entry, type Role } from '../common/contract.ts';
import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';
import { openRules, permissionOf, type Permission, type Rules } from './roles.ts';

/**
 * What the hosts have decided about a room. LiveKit keeps this state as the room's metadata, which only holders of the
 * API secret can change, so that all token handlers and all nodes agree. The state lasts as long as the room.
 *
 * Guests are named in the state by the beginning of their identity (`shortId`).
 */
export interface RoomState {
  /** How newcomers get into the room. */
  entry: Entry;
  /** While the entry is `locked`: the entry before, which unlocking restores. */
  entryBefore: Exclude<Entry, 'locked'>;
  rules: Rules;
  /**
   * The guests who may enter while the entry is not `open`: those who were inside when a host closed the room, and
   * those who were admitted since.
   */
  allowed: readonly string[];
  /** The guests whom a host has removed. */
  removed: readonly string[];
  /** The roles that hosts have given to guests, by `shortId`. */
  roles: Readonly<Record<string, Role>>;
  /**
   * The guests whom a host has asked to unmute although the rules forbid it. They may unmute until they are muted
   * again.
   */
  asked: readonly string[];
  /** The ids of the invitations that were revoked; only in the state of the standing room (`standingRoom.ts`). */
  revoked: readonly string[];
  /**
   * Random ids of the last changes. A handler that changes the state sees by its id whether another handler has
   * overwritten the change.
   */
  changes: readonly string[];
}

/**
 * Number of an identity's first characters that tell guests apart: they have 48 random bits for guests with a secret,
 * 32 for those without.
 */
const shortLength = 8;

/**
 * Longest lists in the state: enough for 25 speakers and 200 listeners, if hosts gave all of them their role. With all
 * lists full the state has about 7.5 kB (`mostStateBytes`).
 */
export const most = {
  allowed: 350,
  removed: 80,
  roles: 300,
  asked: 70,
  revoked: 400,
  changes: 12,
};

/** Limit for the metadata of a room in bytes, the same as `limit.max_metadata_size` in deploy/livekit.yaml. */
export const mostStateBytes = 8192;

export function shortId(identity: string): string {
  return identity.slice(0, shortLength);
}

/** The state of a room about which no host has decided anything. */
export function initialState(entry: Entry): RoomState {
  return {
    entry,
    entryBefore: 'open',
    rules: openRules,
    allowed: [],
    removed: [],
    roles: {},
    asked: [],
    revoked: [],
    changes: [],
  };
}

/**
 * Reads the state from a room's metadata. Metadata in any other form, such as that of a room that another program made,
 * means that the hosts have decided nothing.
 */
export function parseState(metadata: string, entry: Entry): RoomState {
  const initial = initialState(entry);
  const content = parseJson(metadata);
  if (fieldOf(content, 'first_room') !== 1) return initial;
  const rules = fieldOf(content, 'rules');
  const rule = (name: string) => fieldOf(rules, name) !== false;
  const ids = (name: string) => {
    const text = fieldOf(content, name);
    return typeof text === 'string' && text !== '' ? text.split(' ') : [];
  };
  const byRole = (role: Role) => ids(`${role}s`).map((id): [string, Role] => [id, role]);
  return {
    entry: entries.find((known) => known === fieldOf(content, 'entry')) ?? entry,
    entryBefore: fieldOf(content, 'entry_before') === 'knock' ? 'knock' : 'open',
    rules: { shareScreen: rule('share_screen'), chat: rule('chat'), unmute: rule('unmute') },
    allowed: ids('allowed'),
    removed: ids('removed'),
    roles: Object.fromEntries(roles.flatMap(byRole)),
    asked: ids('asked'),
    revoked: ids('revoked'),
    changes: ids('changes'),
  };
}

/** Writes a state as metadata (JSON). Guests' pages read this JSON as well (src/call/roles.ts). */
export function serializeState(state: RoomState): string {
  const given = Object.entries(state.roles);
  const text = (ids: readonly string[]) => ids.join(' ');
  return JSON.stringify({
    first_room: 1,
    entry: state.entry,
    ...(state.entryBefore !== 'open' && { entry_before: state.entryBefore }),
    rules: { share_screen: state.rules.shareScreen, chat: state.rules.chat, unmute: state.rules.unmute },
    allowed: text(state.allowed),
    removed: text(state.removed),
    ...Object.fromEntries(
      roles.map((role) => [`${role}s`, text(given.flatMap(([id, its]) => (its === role ? [id] : [])))]),
    ),
    asked: text(state.asked),
    ...(state.revoked.length > 0 && { revoked: text(state.revoked.slice(-most.revoked)) }),
    changes: text(state.changes.slice(-most.changes)),
  });
}

/**
 * Why a guest may not enter; `undefined` if they may. Hosts may enter a closed room, but not a room from which they
 * were removed.
 */
export function whyKeptOut(
  state: RoomState,
  identity: string,
  role: Role,
): 'removed' | 'room_locked' | 'knock_required' | undefined {
  if (isRemoved(state, identity)) return 'removed';
  const id = shortId(identity);
  if (state.entry === 'open' || role === 'host' || state.allowed.includes(id)) return undefined;
  return state.entry === 'locked' ? 'room_locked' : 'knock_required';
}

/**
 * Whether a host has removed this guest. Participants whose identity the handler has not made count as removed, too:
 * for some connections LiveKit adds a `#` and more to a token's identity (1.13.5), so that one guest would be there
 * twice.
 */
export function isRemoved({ removed }: RoomState, identity: string): boolean {
  return removed.includes(shortId(identity)) || identity.includes('#');
}

/**
 * The role of a guest after what the hosts have decided. `granted` is the role that the guest's key, invitation or
 * earlier token gives.
 */
export function roleIn({ roles: given }: RoomState, identity: string, granted: Role): Role {
  const id = shortId(identity);
  return Object.hasOwn(given, id) ? (given[id] ?? granted) : granted;
}

/** The rules of the room, as they apply to one guest. */
export function rulesFor({ rules, asked }: RoomState, identity: string): Rules {
  return { ...rules, unmute: rules.unmute || asked.includes(shortId(identity)) };
}

/**
 * The permission of a participant. It depends only on the state of the room and on the role with which the participant
 * came.
 *
 * @param granted the role of their key, invitation or token. For somebody in the room it is the role of their
 *   permission in LiveKit, as long as the state gives them no other
 */
export function permissionIn(state: RoomState, identity: string, granted: Role): Permission {
  return permissionOf(roleIn(state, identity, granted), rulesFor(state, identity));
}

/**
 * The state after a host has given a guest this role.
 *
 * @param defaultRole the role that guests have anyway. When the list is full, the oldest entry with this role is
 *   dropped
 * @returns `undefined` when the list is full of other roles
 */
export function withRole(
  state: RoomState,
  identity: string,
  role: Role,
  defaultRole: Role,
): RoomState | undefined {
  const id = shortId(identity);
  const others = Object.entries(state.roles).filter(([other]) => other !== id);
  if (others.length >= most.roles) {
    const spare = others.findIndex(([, its]) => its === defaultRole);
    if (spare === -1) return undefined;
    others.splice(spare, 1);
  }
  return { ...state, roles: Object.fromEntries([...others, [id, role]]) };
}

/** The state without what the hosts have decided about this guest. */
export function withoutDecisionsAbout(state: RoomState, identity: string): RoomState {
  const id = shortId(identity);
  return {
    ...state,
    removed: excluding(state.removed, id),
    roles: withoutRole(state.roles, id),
  };
}

export function withoutRole(given: RoomState['roles'], id: string): Record<string, Role> {
  return Object.fromEntries(Object.entries(given).filter(([other]) => other !== id));
}

export function isDecidedAbout({ removed, roles: given }: RoomState, identity: string): boolean {
  const id = shortId(identity);
  return removed.includes(id) || Object.hasOwn(given, id);
}

/** Adds an id to a list, or moves it to the end. */
export function including(ids: readonly string[], id: string): string[] {
  return [...excluding(ids, id), id];
}

export function excluding(ids: readonly string[], id: string): string[] {
  return ids.filter((other) => other !== id);
}

/**
 * The state after these guests have been allowed to enter. When the list of allowed guests is full, its oldest entries
 * are dropped.
 */
export function allowing(state: RoomState, guests: readonly { identity: string }[]): RoomState {
  const allowed = guests.reduce((ids, { identity }) => including(ids, shortId(identity)), state.allowed);
  return { ...state, allowed: allowed.slice(-most.allowed) };
}

/**
 * The state for a room that LiveKit has forgotten at a restart, from the state that a handler remembers and the one that
 * the room has now. What was decided in the new room counts, and nobody who was removed before gets in again.
 */
export function restored(remembered: RoomState, now: RoomState, entry: Entry): RoomState {
  // Another handler may have restored an older state. Its changes are among those that this handler remembers.
  const isOlder = now.changes.some((id) => remembered.changes.includes(id));
  const decided = isOlder || isUndecided(now, entry) ? remembered : now;
  const removed = [...new Set([...now.removed, ...remembered.removed])].slice(-most.removed);
  const allowed = [...new Set([...now.allowed, ...remembered.allowed])]
    .filter((id) => !removed.includes(id))
    .slice(-most.allowed);
  return {
    ...decided,
    removed,
    allowed: decided.entry === 'open' ? [] : allowed,
    revoked: [...new Set([...remembered.revoked, ...now.revoked])],
    // The changes that this handler remembers come last, so that they stay in the list, by which the handler knows that
    // it has restored the state.
    changes: [...now.changes.filter((id) => !remembered.changes.includes(id)), ...remembered.changes],
  };
}

/** Whether the hosts have decided nothing about the room; somebody may have been admitted with an earlier ticket. */
function isUndecided(state: RoomState, entry: Entry): boolean {
  const initial = { ...initialState(entry), allowed: state.allowed, changes: state.changes };
  return serializeState(state) === serializeState(initial);
}
