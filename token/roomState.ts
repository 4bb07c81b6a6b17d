import { entries, roles, type Entry, type Role } from '../common/contract.ts';
import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';
import { openRules, type Rules } from './roles.ts';

/**
 * What the hosts have decided about a room. LiveKit keeps it as the room's metadata, which only holders of the API
 * secret can change, so that all token handlers and all nodes agree. It lasts as long as the room.
 *
 * Guests are named by the beginning of their identity (`shortId`).
 */
export interface RoomState {
  /** How newcomers get in. */
  entry: Entry;
  rules: Rules;
  /** Who may enter while the entry is not `open`: who was inside when it was closed, and who was admitted since. */
  allowed: readonly string[];
  /** Who was removed. */
  removed: readonly string[];
  /** Roles that hosts gave, by short identity. */
  roles: Readonly<Record<string, Role>>;
  /** Random ids of the last changes: whoever changes the state sees by them whether another handler overwrote the change. */
  changes: readonly string[];
}

/** Characters of an identity that tell guests apart: 48 random bits for guests with a secret, 32 for those without. */
const shortLength = 8;

/** Limits of the lists; the oldest entries give way. With all lists full the state has about 5 kB. */
const most = { allowed: 300, removed: 64, roles: 64, changes: 12 };

/** Limit for the metadata of a room in bytes, the same as `limit.max_metadata_size` in deploy/livekit.yaml. */
export const mostStateBytes = 8192;

export function shortId(identity: string): string {
  return identity.slice(0, shortLength);
}

/** The state of a room about which no host has decided anything. */
export function initialState(entry: Entry): RoomState {
  return {
    entry,
    rules: openRules,
    allowed: [],
    removed: [],
    roles: {},
    changes: [],
  };
}

/** Reads a room's metadata. Anything but a state of ours, as of a room that another program made, counts as no decision. */
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
    rules: { shareScreen: rule('share_screen'), chat: rule('chat'), unmute: rule('unmute') },
    allowed: ids('allowed'),
    removed: ids('removed'),
    roles: Object.fromEntries(roles.flatMap(byRole)),
    changes: ids('changes'),
  };
}

/** Writes a state as metadata (JSON). Guests' pages read it, too (src/call/roles.ts). */
export function serializeState(state: RoomState): string {
  const given = Object.entries(state.roles).slice(-most.roles);
  const text = (ids: readonly string[]) => ids.join(' ');
  return JSON.stringify({
    first_room: 1,
    entry: state.entry,
    rules: { share_screen: state.rules.shareScreen, chat: state.rules.chat, unmute: state.rules.unmute },
    allowed: text(state.allowed.slice(-most.allowed)),
    removed: text(state.removed.slice(-most.removed)),
    ...Object.fromEntries(
      roles.map((role) => [`${role}s`, text(given.flatMap(([id, its]) => (its === role ? [id] : [])))]),
    ),
    changes: text(state.changes.slice(-most.changes)),
  });
}

/** Why a guest may not enter; `undefined` if they may. Hosts may enter a closed room, but not one that they were removed from. */
export function whyKeptOut(
  state: RoomState,
  identity: string,
  role: Role,
): 'removed' | 'room_locked' | 'knock_required' | undefined {
  const id = shortId(identity);
  if (state.removed.includes(id)) return 'removed';
  if (state.entry === 'open' || role === 'host' || state.allowed.includes(id)) return undefined;
  return state.entry === 'locked' ? 'room_locked' : 'knock_required';
}

/** The role that a guest has after what the hosts decided; `granted` is the one of their key, invitation or earlier token. */
export function roleIn({ roles: given }: RoomState, identity: string, granted: Role): Role {
  const id = shortId(identity);
  return Object.hasOwn(given, id) ? (given[id] ?? granted) : granted;
}

/** The state without what hosts decided about this guest. */
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
