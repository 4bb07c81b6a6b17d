/**
 * What the app and the token handler say to each other: LiveKit's standard token-endpoint contract
 * (https://docs.livekit.io/frontends/build/authentication/endpoint/), so that any LiveKit client's
 * `TokenSource.endpoint(url)` works against our handler and our app against anybody's.
 */

/** The body of `POST /token`. Every field may be left out. */
export interface TokenRequest {
  room_name?: string;
  participant_name?: string;
  participant_identity?: string;
  participant_metadata?: string;
  participant_attributes?: Record<string, string>;
  room_config?: unknown;
}

/** The answer (`201`) to a `POST /token` that was granted. */
export interface TokenAnswer {
  /** Where LiveKit's signalling is: `ws://…` or `wss://…`. */
  server_url: string;
  /** The JWT that opens the room. */
  participant_token: string;
  /** Only in the answer for a room for a check (`checkRoomPrefix`). */
  seen?: SeenByHandler;
}

/** What only the handler knows: a proxy in front answers with its own clock, and may hide who asks. */
export interface SeenByHandler {
  /** The handler's clock: ISO 8601. */
  time: string;
  /** The address that it counts this request for. */
  address: string;
}

/** Every reason for which the handler refuses, as it stands in `error.code`. */
export const refusalCodes = [
  'method_not_allowed',
  'not_found',
  'type_not_supported',
  'body_too_large',
  'json_invalid',
  'request_invalid',
  'name_invalid',
  'key_missing',
  'key_wrong',
  'room_not_allowed',
  'room_full',
  'rate_limited',
  'internal_error',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** The body of every answer that is not a grant. */
export interface Refusal {
  error: { code: RefusalCode; message: string };
}

/** The room that the handler opens when none is asked for. */
export const defaultRoom = 'my-first-room';

/** With 16 to 32 random lowercase letters and digits behind it: a room for checking a connection, see checkRoom.ts. */
export const checkRoomPrefix = 'first-room-check-';

/** How long a token for such a room is good: a check begins at once and is over in 20 s. */
export const checkTokenSeconds = 120;
