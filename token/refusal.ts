import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalCode } from '../common/contract.ts';

/** Why a request is refused: `code` is for programs, `message` for developers. */
export interface Refused {
  code: RefusalCode;
  message: string;
  /** Number of seconds after which the client may try again. */
  retryAfterSeconds?: number;
  /** With `knock_required`: the token for the waiting room, in which the guest waits for a host. */
  waitingToken?: string;
}

/** The result of a request: a value, or why the request is refused. */
export type Granted<Value> = { ok: true; value: Value } | { ok: false; refused: Refused };

export function granted<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

export function refused(code: RefusalCode, message: string): { ok: false; refused: Refused } {
  return { ok: false, refused: { code, message } };
}

/** The HTTP status of each refusal. */
export const refusalStatus: Record<RefusalCode, ContentfulStatusCode> = {
  method_not_allowed: 405,
  not_found: 404,
  type_not_supported: 415,
  body_too_large: 413,
  json_invalid: 400,
  request_invalid: 400,
  name_invalid: 400,
  key_missing: 401,
  key_wrong: 401,
  invitation_ended: 401,
  room_not_allowed: 403,
  room_locked: 403,
  knock_required: 403,
  removed: 403,
  not_host: 403,
  participant_not_found: 404,
  room_empty: 409,
  list_full: 409,
  room_full: 409,
  waiting_room_full: 409,
  rate_limited: 429,
  internal_error: 500,
  livekit_failed: 502,
};
