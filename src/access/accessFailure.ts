/**
 * Why there is no token, in values: `kind` is a key of `messages.failure`, `detail` is for the host
 * (addresses and status codes, the same in every language, never a token).
 */
export interface AccessFailure {
  kind: AccessFailureKind;
  detail: string;
  /** How long the endpoint asks to wait before the next try (`Retry-After`). */
  retryAfterMs?: number;
}

export type AccessFailureKind =
  /** `config.json` beside the app is there but can not be read. */
  | 'config_broken'
  /** Nobody answers at the token endpoint, or a proxy in front says that nobody does. */
  | 'token_endpoint_unreachable'
  /** Somebody answers, but not in the contract's form. */
  | 'token_answer_broken'
  /** The endpoint failed inside (5xx). */
  | 'token_endpoint_failed'
  /** The endpoint refused for a reason that is none of the following. */
  | 'refused'
  | 'key_missing'
  | 'key_wrong'
  | 'name_invalid'
  | 'room_not_allowed'
  | 'room_full'
  | 'rate_limited';

/** Whether the door would have opened to the right key, or to another one. */
export function isKeyFailure(failure: { kind: string }): boolean {
  return failure.kind === 'key_missing' || failure.kind === 'key_wrong';
}
