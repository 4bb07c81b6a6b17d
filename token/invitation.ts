import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { roles, type Role } from '../common/contract.ts';
import { parseDisplayName } from '../common/cleanName.ts';
import { fieldOf } from '../common/fieldOf.ts';
import { signJwt, verifyJwt } from './jwt.ts';

/** Lets its holder into one room with one role until it ends, in place of the room key. */
export interface Invitation {
  room: string;
  role: Role;
  /** When the invitation ends, in seconds since 1970. */
  endsAt: number;
  /**
   * Ids by which the invitation can be revoked: its own, and those of the invitations by which it was made. Older ones
   * have none.
   */
  ids?: readonly string[];
  /** The guest's display name; without one the guest chooses it. */
  name?: string;
  /**
   * The identity of the only guest who may use this invitation. It is set if the invitation is the ticket of a guest
   * whom a host has admitted.
   */
  guest?: string;
}

/**
 * Makes the key that signs invitations. It differs from LiveKit's secret, so that an invitation can't be used as a
 * token. It depends on INVITATION_KEY, so that another value revokes all invitations.
 */
export function invitationKey(apiSecret: string, revocation: string): KeyObject {
  return createSecretKey(createHmac('sha256', apiSecret).update(`invitations ${revocation}`).digest());
}

/** Signs an invitation: a JWT of about 150 characters, which fits behind the `#` of a link. */
export function signInvitation(
  { room, role, endsAt, ids = [], name, guest }: Invitation,
  key: KeyObject,
): string {
  const claims = {
    room,
    role,
    exp: endsAt,
    ...(ids.length > 0 && { jti: ids.join(' ') }),
    ...(name !== undefined && { name }),
    ...(guest !== undefined && { guest }),
  };
  return signJwt(JSON.stringify(claims), key);
}

/** A random id of a new invitation. */
export function invitationId(): string {
  return randomBytes(6).toString('base64url');
}

/** The end of an invitation that is valid for this many hours from now, in seconds since 1970. */
export function endAfter(hours: number): number {
  return Math.floor(Date.now() / 1000 + hours * 60 * 60);
}

/** Whether a text may be an invitation, which is a JWT with two dots. Room keys contain no dot. */
export function looksLikeJwt(text: string): boolean {
  return text.split('.').length === 3;
}

/**
 * Reads a signed invitation.
 *
 * @returns the invitation; `ended` when the key signed it and its end has passed; otherwise `undefined`
 */
export function readInvitation(
  text: string,
  key: KeyObject,
  nowMs: number,
): Invitation | 'ended' | undefined {
  const claims = verifyJwt(text, key);
  const room = fieldOf(claims, 'room');
  const role = roles.find((known) => known === fieldOf(claims, 'role'));
  const endsAt = fieldOf(claims, 'exp');
  const written = fieldOf(claims, 'name');
  const guest = fieldOf(claims, 'guest');
  const ids = fieldOf(claims, 'jti');
  if (typeof room !== 'string' || role === undefined || typeof endsAt !== 'number') return undefined;
  if (endsAt * 1000 <= nowMs) return 'ended';
  const name = typeof written === 'string' ? parseDisplayName(written) : undefined;
  return {
    room,
    role,
    endsAt,
    ...(typeof ids === 'string' && { ids: ids.split(' ') }),
    ...(name !== undefined && { name }),
    ...(typeof guest === 'string' && { guest }),
  };
}
