import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalCode } from '../common/contract.ts';

/** Why a request is not answered with a token, for the program (`code`) and for whoever debugs it (`message`). */
export interface Refused {
  code: RefusalCode;
  message: string;
  /** When asking again makes sense. */
  retryAfterSeconds?: number;
}

/** What can be refused: a value, or the reason why there is none. */
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
  room_not_allowed: 403,
  room_full: 409,
  rate_limited: 429,
  internal_error: 500,
};
