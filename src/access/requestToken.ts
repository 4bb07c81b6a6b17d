import {
  lobbyHeader,
  type LobbyWish,
  type Refusal,
  type RefusalCode,
  type TokenRequest,
  type WhoIsHere,
} from '../../common/contract.ts';
import { cutName, visibleText } from '../../common/displayName.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { parseBearer } from '../../common/roomKey.ts';
import { failed, success, type Result } from '../../common/result.ts';
import type { AccessFailure, AccessFailureKind } from './accessFailure.ts';
import { ask } from './ask.ts';
import { readClaims } from './readClaims.ts';

/** LiveKit's address and a token for it. */
export interface TokenGrant {
  /** LiveKit's signalling address, `ws:` or `wss:`. */
  serverUrl: string;
  token: string;
  /**
   * The people who are in the room already; undefined if there are none, or if the person who runs the server has not
   * turned on `SHOW_WHO_IS_HERE`.
   */
  here?: WhoIsHere | undefined;
  /** A token with which the page may connect while the guest is in the lobby (`lobbyConnection.ts`). */
  lobbyToken?: string | undefined;
  /** Whether the guest, whose page was connected in the lobby, is in the room now. */
  entered?: true | undefined;
}

/** Timeout of the request. Guests hardly wait longer than this. */
const timeoutMs = 10_000;

/** The parameters of a token request. `key` is the room key, the host key or an invitation; an empty one means none. */
export interface TokenWish {
  room: string;
  name: string;
  key: string;
  /**
   * A secret of this tab. The app's own token handler gives equal secrets the same identity. Other handlers may use the
   * secret itself as the identity. Without a secret each request gets a new identity.
   */
  secret: string | undefined;
  /** What the page asks about a connection in the lobby. */
  lobby?: LobbyWish | undefined;
}

/**
 * Requests a token from an endpoint that follows LiveKit's standard contract. The key is sent in a header, because URLs
 * and bodies end up in logs. An invalid key is not sent, because some characters can't be in a header.
 *
 * @param endpoint absolute URL of the token endpoint
 * @param signal aborts the request; the promise then rejects with the signal's reason
 */
export async function requestToken(
  endpoint: string,
  { room, name, key, secret, lobby }: TokenWish,
  signal: AbortSignal,
): Promise<Result<TokenGrant, AccessFailure>> {
  const shown = parseBearer(key);
  if (key !== '' && shown === undefined) return failed({ kind: 'key_wrong', detail: '' });
  const body: TokenRequest = {
    room_name: room,
    participant_name: name,
    ...(secret !== undefined && { participant_identity: secret }),
  };
  const asked = `POST ${endpoint}`;
  const answer = await ask(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(lobby && { [lobbyHeader]: lobby }),
      ...(shown !== undefined && { authorization: `Bearer ${shown}` }),
    },
    body: JSON.stringify(body),
    signal,
    timeoutMs,
  });
  if (!answer.ok) {
    return failed({ kind: 'token_endpoint_unreachable', detail: `${asked}: ${answer.failure}` });
  }
  const { status, headers, text } = answer.value;
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  const read = readAnswer(`${asked}: ${status}`, status, isJson ? parseJson(text) : undefined);
  // A date in Retry-After is ignored, because the guest's clock may be wrong.
  const retryAfterMs = Number(headers.get('retry-after')) * 1000;
  if (!read.ok && retryAfterMs > 0) read.failure.retryAfterMs = retryAfterMs;
  return read;
}

/**
 * Converts the token endpoint's answer to a grant or a failure.
 *
 * @param detail request and status, for the person who runs the server
 * @param answer the parsed body, or `undefined` if the body was not JSON
 */
export function readAnswer(
  detail: string,
  status: number,
  answer: unknown,
): Result<TokenGrant, AccessFailure> {
  if (status >= 200 && status < 300) {
    const grant = readGrant(answer);
    return grant ? success(grant) : failed({ kind: 'token_answer_broken', detail });
  }
  if (isRefusal(answer)) {
    const { code, message } = answer.error;
    const waiting = code === 'knock_required' ? readGrant(answer) : undefined;
    const told = `${detail} ${code}: ${message}`;
    return waiting
      ? failed({ kind: 'knock_required', detail: told, waiting })
      : failed({ kind: kindOfCode(code, status), detail: told });
  }
  return failed({ kind: kindOfStatus(status), detail });
}

/**
 * Whether an answer shows that the token endpoint takes the guest for no host. Our token handler marks hosts by the
 * permission `canSubscribeMetrics` (token/roles.ts), and lets whoever has the host key into every room. With another
 * token handler, which does not give this permission, every host link counts as old.
 */
export function isForGuest(answer: Result<TokenGrant, AccessFailure>): boolean {
  if (answer.ok) return Object(readClaims(answer.value.token)['video']).canSubscribeMetrics !== true;
  return ['key_wrong', 'knock_required', 'room_locked', 'removed'].includes(answer.failure.kind);
}

function readGrant(answer: unknown): TokenGrant | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  if (!('server_url' in answer) || !('participant_token' in answer)) return undefined;
  const { server_url: serverUrl, participant_token: token } = answer;
  if (typeof serverUrl !== 'string' || typeof token !== 'string') return undefined;
  if (token.split('.').length !== 3) return undefined;
  if (!URL.canParse(serverUrl) || !/^(wss?|https?):$/.test(new URL(serverUrl).protocol)) return undefined;
  const lobbyToken = fieldOf(answer, 'lobby_token');
  return {
    serverUrl,
    token,
    here: readHere(fieldOf(answer, 'here')),
    lobbyToken: typeof lobbyToken === 'string' ? lobbyToken : undefined,
    entered: fieldOf(answer, 'entered') === true || undefined,
  };
}

function readHere(here: unknown): WhoIsHere | undefined {
  const count = fieldOf(here, 'count');
  if (typeof count !== 'number' || !(count > 0)) return undefined;
  const name = fieldOf(here, 'name');
  const shown = typeof name === 'string' ? cutName(visibleText(name)) : '';
  return { count, ...(shown && { name: shown }) };
}

function isRefusal(answer: unknown): answer is { error: { code: string; message: string } } {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return false;
  const error: unknown = answer.error;
  if (typeof error !== 'object' || error === null) return false;
  return 'code' in error && typeof error.code === 'string' && 'message' in error;
}

/**
 * Refusals that have a message of their own for the guest. The causes of all others can only be removed by the person
 * who runs the server.
 */
const toldToGuests: Partial<Record<RefusalCode, AccessFailureKind>> = {
  key_missing: 'key_missing',
  key_wrong: 'key_wrong',
  name_invalid: 'name_invalid',
  room_not_allowed: 'room_not_allowed',
  invitation_ended: 'invitation_ended',
  room_locked: 'room_locked',
  waiting_room_full: 'waiting_room_full',
  removed: 'removed',
  room_full: 'room_full',
  rate_limited: 'rate_limited',
} satisfies Partial<Record<Refusal['error']['code'], AccessFailureKind>>;

function kindOfCode(code: string, status: number): AccessFailureKind {
  const told = Object.entries(toldToGuests).find(([known]) => known === code);
  return told ? told[1] : kindOfStatus(status);
}

function kindOfStatus(status: number): AccessFailureKind {
  // A proxy answers with these statuses if nothing listens behind it, so the token endpoint itself did not answer.
  if (status === 502 || status === 503 || status === 504) return 'token_endpoint_unreachable';
  if (status >= 500) return 'token_endpoint_failed';
  if (status === 404 || status === 405) return 'token_answer_broken';
  return status === 429 ? 'rate_limited' : 'refused';
}
