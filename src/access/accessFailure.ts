import type { TokenGrant } from './requestToken.ts';

/**
 * Why the page got no token. `kind` is a key of `messages.failure`. `detail` is for the person who runs the server:
 * addresses and status codes, the same in every language, never a token.
 */
export interface AccessFailure {
  kind: AccessFailureKind;
  detail: string;
  /** How long the token endpoint asks the page to wait before the next try (`Retry-After`). */
  retryAfterMs?: number;
  /** With `knock_required`: a token for the waiting room, in which the guest waits until a host admits them. */
  waiting?: TokenGrant;
}

export type AccessFailureKind =
  /** `config.json` beside the app exists but is invalid. */
  | 'config_broken'
  /** The token endpoint does not answer, or a proxy in front of it says that nothing answers. */
  | 'token_endpoint_unreachable'
  /** The token endpoint's answer does not follow the contract (common/contract.ts). */
  | 'token_answer_broken'
  /** The token endpoint had an internal error (5xx). */
  | 'token_endpoint_failed'
  /** The token endpoint refused for a reason that is not in this list. */
  | 'refused'
  | 'key_missing'
  | 'key_wrong'
  | 'name_invalid'
  | 'invitation_ended'
  | 'room_not_allowed'
  | 'room_locked'
  /** The guest may only enter the room once a host has admitted them. */
  | 'knock_required'
  /** A host has refused to admit this guest. */
  | 'knock_refused'
  | 'waiting_room_full'
  /** A host of the room has removed this guest. */
  | 'removed'
  | 'room_full'
  | 'rate_limited';

/** The token endpoint refused because the room key is missing or wrong. */
export type KeyFailureKind = 'key_missing' | 'key_wrong';

export function isKeyFailure<Failure extends { kind: string }>(
  failure: Failure,
): failure is Failure & { kind: KeyFailureKind } {
  return failure.kind === 'key_missing' || failure.kind === 'key_wrong';
}
