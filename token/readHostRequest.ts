import { hostActions, mostWaiting, roles, type HostAction, type Role } from '../common/contract.ts';
import { fieldOf } from '../common/fieldOf.ts';
import { findRoom } from '../common/findRoom.ts';
import { parseDisplayName } from '../common/cleanName.ts';
import { granted, refused, type Granted } from './refusal.ts';
import type { Rules } from './roles.ts';

/** A request of a host after validation. */
export interface HostRequest {
  room: string;
  action: HostAction;
  /** Identity of the participant; set for actions that concern one participant. */
  identity: string;
  /** Identities of guests who wait; set for actions that concern them. */
  identities: readonly string[];
  /** Whether the waiting room is turned on; only for `set_waiting_room`. */
  on: boolean;
  /** The role to give; set for `set_role` and `invite`. */
  role: Role;
  /** The rules that the host changes. */
  rules: Partial<Rules>;
  /** For how many hours an invitation is valid; only for `invite`. */
  hours: number;
  /** The display name of the invited guest; only for `invite`. */
  name?: string;
  /** The id of the invitation to revoke; only for `revoke`. */
  invitation: string;
  /** Whether the invitation is for a new room with a random name; only for `invite`. */
  newRoom: boolean;
}

const forOne: ReadonlySet<HostAction> = new Set([
  'mute',
  'stop_camera',
  'stop_screen_share',
  'ask_to_unmute',
  'lower_hand',
  'set_role',
  'remove',
  'let_back_in',
]);

const forWaiting: ReadonlySet<HostAction> = new Set(['admit', 'refuse']);

/** Longest validity of an invitation in hours: a year. */
export const mostHours = 24 * 366;

/**
 * Reads the body of `POST /host`; token/README.md describes it. Refuses with `request_invalid`, whose message says what
 * is missing.
 *
 * @param rooms the rooms of ROOMS. As in a token request, `room_name` may differ from one of them in case. A room that
 *   an invitation has opened is not among them, and its name has to be exact
 */
export function readHostRequest(body: unknown, rooms: readonly string[]): Granted<HostRequest> {
  const action = hostActions.find((known) => known === fieldOf(body, 'action'));
  const room = fieldOf(body, 'room_name');
  const identity = fieldOf(body, 'participant_identity') ?? '';
  const identities = fieldOf(body, 'participant_identities') ?? (identity === '' ? [] : [identity]);
  const on = fieldOf(body, 'on');
  const role = roles.find((known) => known === fieldOf(body, 'role'));
  const rules = fieldOf(body, 'rules') ?? {};
  const hours = fieldOf(body, 'hours') ?? 24;
  const writtenName = fieldOf(body, 'participant_name');
  const name = typeof writtenName === 'string' ? parseDisplayName(writtenName) : undefined;

  if (action === undefined) return invalid(`action must be one of ${hostActions.join(', ')}.`);
  if (typeof room !== 'string' || room === '') return invalid('room_name must name the room.');
  if (typeof identity !== 'string' || (forOne.has(action) && identity === '')) {
    return invalid('participant_identity must name the participant, as LiveKit does.');
  }
  if (!isListOfWaiting(identities) || (forWaiting.has(action) && identities.length === 0)) {
    return invalid(
      `participant_identity must name the waiting guest, or participant_identities up to ${String(mostWaiting)} of them.`,
    );
  }
  const invitation = fieldOf(body, 'invitation_id') ?? '';
  if (typeof invitation !== 'string' || (action === 'revoke' && !/^[\w-]{8}$/.test(invitation))) {
    return invalid('invitation_id must be the id of an invitation.');
  }
  if (action === 'set_waiting_room' && typeof on !== 'boolean') return invalid('on must be true or false.');
  if (role === undefined && (action === 'set_role' || action === 'invite')) {
    return invalid(`role must be one of ${roles.join(', ')}.`);
  }
  if (writtenName !== undefined && name === undefined)
    return invalid('participant_name has no visible characters.');
  if (typeof hours !== 'number' || !(hours > 0) || hours > mostHours) {
    return invalid(`hours must be a number above 0, ${String(mostHours)} at most.`);
  }
  const shareScreen = fieldOf(rules, 'share_screen');
  const chat = fieldOf(rules, 'chat');
  const unmute = fieldOf(rules, 'unmute');
  if (!isSwitch(shareScreen) || !isSwitch(chat) || !isSwitch(unmute)) {
    return invalid('rules must be an object; share_screen, chat and unmute in it must be true or false.');
  }
  if (action === 'set_rules' && shareScreen === undefined && chat === undefined && unmute === undefined) {
    return invalid('rules must contain share_screen, chat or unmute.');
  }
  return granted({
    room: findRoom(rooms, room) ?? room,
    action,
    identity,
    identities,
    on: on === true,
    role: role ?? 'speaker',
    rules: {
      ...(shareScreen !== undefined && { shareScreen }),
      ...(chat !== undefined && { chat }),
      ...(unmute !== undefined && { unmute }),
    },
    hours,
    invitation,
    ...(name !== undefined && { name }),
    newRoom: fieldOf(body, 'new_room') === true,
  });
}

function isListOfWaiting(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length <= mostWaiting && value.every((item) => typeof item === 'string')
  );
}

function isSwitch(value: unknown): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function invalid(message: string) {
  return refused('request_invalid', message);
}
