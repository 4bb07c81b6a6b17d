import { isCheckRoom } from './checkRoom.ts';
import { parseDisplayName } from '../common/cleanName.ts';
import { longestDisplayName } from '../common/displayName.ts';
import { findRoom } from '../common/findRoom.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { isWaitingRoom } from './waitingRoom.ts';

/** A token request after validation. */
export interface Wish {
  /** One of the rooms in ROOMS, or a room of the connection check. */
  room: string;
  /** The guest's display name. If it is absent, LiveKit's clients show the identity. */
  name?: string;
  /** A secret that belongs to one guest: the same secret gives the same identity (`guestIdentity`). */
  secret?: string;
  metadata?: string;
  attributes?: Record<string, string>;
}

/** Limit for metadata and for attributes in bytes, the same as `limit.max_attributes_size` in deploy/livekit.yaml. */
const mostMetadataBytes = 1024;

/**
 * Form of a guest's secret. A shorter one could be guessed; a UUID has 36 characters. It has no space, because
 * `guestIdentity` puts one between secret and room.
 */
const secretForm = /^[\w-]{22,64}$/;

/**
 * Reads the body of `POST /token` (`TokenRequest` in contract.ts). A field that is null or empty counts as absent,
 * because clients in other languages write unset fields that way. Unknown fields are ignored.
 *
 * Refuses with `request_invalid`, `room_not_allowed` or `name_invalid`.
 *
 * @param rooms rooms that may be opened, the default one first
 */
export function readTokenRequest(body: unknown, rooms: readonly [string, ...string[]]): Granted<Wish> {
  if (!isObject(body)) return refused('request_invalid', 'The body must be a JSON object.');
  const field = (name: string) => ownField(body, name);

  if (isGiven(field('room_config'))) {
    return refused(
      'request_invalid',
      'room_config is for the host of the room to decide, not for its guests.',
    );
  }
  const wanted = field('room_name') ?? rooms[0];
  const name = field('participant_name');
  const secret = field('participant_identity');
  const metadata = field('participant_metadata');
  const attributes = field('participant_attributes');
  if (typeof wanted !== 'string') return refused('request_invalid', 'room_name must be a string.');
  if (!isStringOrAbsent(name)) return refused('request_invalid', 'participant_name must be a string.');
  if (!isStringOrAbsent(secret) || (secret !== undefined && !secretForm.test(secret))) {
    return refused(
      'request_invalid',
      'participant_identity must be a secret of the guest, 22 to 64 random characters (letters, digits, "-", "_"): the identity in the room is made of it by the server, since whoever took the identity of a guest would throw that guest out.',
    );
  }
  if (!isStringOrAbsent(metadata))
    return refused('request_invalid', 'participant_metadata must be a string.');
  if (attributes !== undefined && !isStringMap(attributes)) {
    return refused('request_invalid', 'participant_attributes must be an object whose values are strings.');
  }

  if (byteLength(metadata) > mostMetadataBytes) {
    return refused(
      'request_invalid',
      `participant_metadata may have ${String(mostMetadataBytes)} bytes at most: it is sent to every guest.`,
    );
  }
  if (byteLength(...Object.entries(attributes ?? {}).flat()) > mostMetadataBytes) {
    return refused(
      'request_invalid',
      `participant_attributes may have ${String(mostMetadataBytes)} bytes at most, names and values together: they are sent to every guest.`,
    );
  }

  const room = isCheckRoom(wanted) ? wanted : findRoom(rooms, wanted);
  if (room === undefined || isWaitingRoom(room))
    return refused('room_not_allowed', 'This room cannot be opened here.');
  const displayName = name === undefined ? undefined : parseDisplayName(name);
  if (name !== undefined && displayName === undefined) {
    return refused(
      'name_invalid',
      `participant_name must have 1 to ${String(longestDisplayName)} visible characters.`,
    );
  }
  const wish: Wish = { room };
  if (displayName !== undefined) wish.name = displayName;
  if (secret !== undefined) wish.secret = secret;
  if (metadata !== undefined) wish.metadata = metadata;
  if (isGiven(attributes)) wish.attributes = attributes;
  return granted(wish);
}

function byteLength(...texts: (string | undefined)[]): number {
  return Buffer.byteLength(texts.join(''));
}

/**
 * Reads a field of the body.
 *
 * @returns `undefined` when the field is absent, null or empty
 */
function ownField(body: object, name: string): unknown {
  const value: unknown = Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
  return value === null || value === '' ? undefined : value;
}

/** Whether a field counts as set; an empty object does not. */
function isGiven<Value>(value: Value | undefined): value is Value {
  return value !== undefined && !(isObject(value) && Object.keys(value).length === 0);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/**
 * Whether a value is an object with texts. Only its own keys are checked: JSON may contain a key `__proto__`, which is
 * a key like any other.
 */
function isStringMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((entry) => typeof entry === 'string');
}
