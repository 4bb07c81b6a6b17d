/**
 * The contract between the app and the token handler: LiveKit's standard token endpoint
 * (https://docs.livekit.io/frontends/build/authentication/endpoint/). Any LiveKit client's `TokenSource.endpoint(url)`
 * works with our handler, and our app works with any such endpoint.
 */

/** The body of `POST /token`. Every field is optional. */
export interface TokenRequest {
  room_name?: string;
  participant_name?: string;
  participant_identity?: string;
  participant_metadata?: string;
  participant_attributes?: Record<string, string>;
  room_config?: unknown;
}

/** The answer (`201`) to a granted `POST /token`. */
export interface TokenAnswer {
  /** LiveKit's signalling address: `ws://…` or `wss://…`. */
  server_url: string;
  /** The access token (JWT) for the room. */
  participant_token: string;
  /**
   * Present only when the token is for a room of the connection check (`checkRoomPrefix`).
   */
  seen?: SeenByHandler;
  /** Present only if the token handler's setting `SHOW_WHO_IS_HERE` allows it, and somebody is in the room. */
  here?: WhoIsHere;
  /**
   * A second token, with which the page may connect while the guest is in the lobby (`lobbyHeader`). Present only if the
   * request asked for it and the handler allows it.
   */
  lobby_token?: string;
  /** Whether the guest, who was connected in the lobby, is now in the room (`lobbyHeader`). */
  entered?: true;
}

/**
 * The request header by which a page that is connected while the guest is in the lobby speaks to the token handler. Its
 * values: `connect` asks for `lobby_token` in addition to the usual token; `enter` asks the handler to make the guest,
 * who is connected with such a token, visible in the room. Other token endpoints ignore an unknown header.
 */
export const lobbyHeader = 'First-Room-Lobby';

export const lobbyWishes = ['connect', 'enter'] as const;

export type LobbyWish = (typeof lobbyWishes)[number];

/**
 * Attribute of a participant who was connected in the lobby before they joined: the time at which they joined, in ms
 * since 1970. LiveKit's own `joinedAt` is the time at which they connected.
 */
export const enteredAttribute = 'first-room.entered';

/** The people in a room, for a guest who may join it. */
export interface WhoIsHere {
  count: number;
  /** The name of the one who has been there longest; absent if they have none. */
  name?: string;
}

/**
 * Facts for the connection check that only the token handler knows: a proxy in front of it answers with its own clock
 * and may hide the client's address.
 */
export interface SeenByHandler {
  /** The time on the token handler's clock, in ISO 8601. */
  time: string;
  /** The client address for which the token handler counts this request in its rate limit. */
  address: string;
}

/** Every value of `error.code` in an answer that refuses a request. */
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
  'invitation_ended',
  'room_not_allowed',
  'room_locked',
  'knock_required',
  'removed',
  'not_host',
  'participant_not_found',
  'room_empty',
  'list_full',
  'room_full',
  'waiting_room_full',
  'livekit_failed',
  'rate_limited',
  'internal_error',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** The body of every answer of the token handler that refuses a request. */
export interface Refusal {
  error: { code: RefusalCode; message: string };
}

/**
 * The body of the refusal `knock_required`. Its token lets the guest wait in the room's waiting room, where guests
 * learn nothing about each other, until a host admits them. Only guests with a `participant_identity` get a token: a
 * host admits one identity, and without this field the guest would come back with another one.
 */
export type KnockRefusal = Refusal & Partial<Pick<TokenAnswer, 'server_url' | 'participant_token'>>;

/**
 * Attribute of a waiting guest. The value `told` means that a host's page has received the guest's name, so a host can
 * know that the guest waits. Only the server can set it.
 */
export const knockAttribute = 'first-room.knock';

/**
 * Attribute of a waiting guest who was admitted: an invitation for this guest alone, the bearer for the next
 * `POST /token`. Only the server can set it.
 */
export const ticketAttribute = 'first-room.ticket';

/**
 * What a participant is in a room. The token handler decides it, and LiveKit keeps it as a permission, which no
 * participant can change: hosts have `canSubscribeMetrics`, listeners lack `canPublish`.
 */
export const roles = ['host', 'speaker', 'listener'] as const;

export type Role = (typeof roles)[number];

/** How newcomers get into a room: at once, after a host admits them, or not at all. */
export const entries = ['open', 'knock', 'locked'] as const;

export type Entry = (typeof entries)[number];

/**
 * Every value of `action` in the body of `POST /host`, with which hosts ask the token handler to act (token/README.md).
 */
export const hostActions = [
  'mute',
  'stop_camera',
  'stop_screen_share',
  'ask_to_unmute',
  'lower_hand',
  'set_role',
  'remove',
  'let_back_in',
  'mute_all',
  'lower_all_hands',
  'set_rules',
  'lock',
  'unlock',
  'end',
  'invite',
  'revoke',
  'set_waiting_room',
  'list_waiting',
  'admit',
  'refuse',
] as const;

export type HostAction = (typeof hostActions)[number];

/** Participant attribute with the time at which the hand was raised, in ms since 1970; missing while it is down. */
export const handAttribute = 'first-room.hand';

/**
 * The attribute by which the token handler asks a participant to unmute. Only the server and the participant can
 * change it, so that no other guest can ask. Its value differs each time.
 */
export const askAttribute = 'first-room.ask';

/** The answer (`200`) to a `POST /host` with the action `invite`. */
export interface InvitationAnswer {
  /**
   * The token (JWT) of an invitation, which a guest sends as the bearer of `POST /token`, and a host also of `POST
   * /host`.
   */
  invitation: string;
  /** By this id the holder of the host key can revoke the invitation. */
  invitation_id: string;
  room_name: string;
  /** End of the invitation, in ISO 8601. */
  ends_at: string;
  /** Whether the request had the host key, so that the same host can revoke the invitation. */
  may_revoke: boolean;
}

/** The answer (`200`) to the action `list_waiting`. */
export interface WaitingAnswer {
  /** The guest who has waited longest comes first. */
  waiting: WaitingGuest[];
}

/** A guest who waits to be admitted. */
export interface WaitingGuest {
  /** The identity that the guest will have in the room. */
  participant_identity: string;
  /** Cleaned display name; empty if the guest gave none. */
  participant_name: string;
  /** The time since which the guest has waited, in ISO 8601. */
  since: string;
}

/** How many guests can wait for one room, and how many of them a host can admit or refuse with one request. */
export const mostWaiting = 50;

/** The room that the handler opens when the request names none. */
export const defaultRoom = 'my-first-room';

/**
 * Beginning of the name of every room in which a connection check runs; 16 to 32 random lowercase letters and digits
 * follow (token/checkRoom.ts).
 */
export const checkRoomPrefix = 'first-room-check-';

/**
 * Lifetime of a token for a room of the connection check: the connection check joins at once and takes at most 20 s.
 */
export const checkTokenSeconds = 120;
