/**
 * The reason for getting no token. `kind` is a key of `messages.failure`. `detail` is for the host: addresses and status codes, the same in every
 * language, never a token.
 */
export interface AccessFailure {
  kind: AccessFailureKind;
  detail: string;
  /** Wait before the next try that the endpoint asks for (`Retry-After`). */
  retryAfterMs?: number;
}

export type AccessFailureKind =
  /** `config.json` beside the app exists but is invalid. */
  | 'config_broken'
  /** The token endpoint does not answer, or a proxy in front of it reports that. */
  | 'token_endpoint_unreachable'
  /** The answer does not follow the token contract. */
  | 'token_answer_broken'
  /** The endpoint had an internal error (5xx). */
  | 'token_endpoint_failed'
  /** The endpoint refused for a reason that is not among the following. */
  | 'refused'
  | 'key_missing'
  | 'key_wrong'
  | 'name_invalid'
  | 'invitation_ended'
  | 'room_not_allowed'
  | 'room_locked'
  /** A host has removed this guest. */
  | 'removed'
  | 'room_full'
  | 'rate_limited';

/** A missing or wrong room key. */
export type KeyFailureKind = 'key_missing' | 'key_wrong';

export function isKeyFailure<Failure extends { kind: string }>(
  failure: Failure,
): failure is Failure & { kind: KeyFailureKind } {
  return failure.kind === 'key_missing' || failure.kind === 'key_wrong';
}
