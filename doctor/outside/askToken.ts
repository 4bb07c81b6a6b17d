import { randomBytes } from 'node:crypto';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { mayCarryKey } from '../roomKey.ts';
import {
  checkRoomPrefix,
  type SeenByHandler,
  type TokenAnswer,
  type TokenRequest,
} from '../../common/contract.ts';
import { isHere } from './addresses.ts';
import { ask, type Answer } from './request.ts';

/** How the token endpoint answers a guest's request, and requests that it should refuse. */
export interface TokenObservation {
  endpoint: URL;
  grant: Result<Grant, TokenFailure>;
  /**
   * True when the doctor got a token for a room of its own, as connection checks use. Otherwise the token is for the
   * default room, because an older or another token handler gives no tokens for such rooms.
   */
  isOwnRoom: boolean;
  /** The answer to a request whose body is not JSON, sent as a page of another origin would. */
  toNonsense: Result<Answer, string>;
  /** The answer to a request for a room that the server does not allow. */
  toAnyRoom: Result<Answer, string>;
}

export interface Grant extends TokenAnswer {
  cacheControl: string | undefined;
  /** The token handler's clock, in whole seconds. */
  date: Date | undefined;
  /** This machine's clock when the answer arrived. */
  receivedAt: Date;
}

export type TokenFailure =
  | { kind: 'no answer'; code: string }
  | { kind: 'refused'; status: number; retryAfter: string | undefined }
  | { kind: 'not a grant' };

/** An origin other than the room's, such as a page of another website has. */
export const elsewhere = 'https://elsewhere.example';

/**
 * Requests a token as a guest does, and makes requests that the token endpoint should refuse.
 *
 * @param roomKey the room's key, after `decideKey` has allowed it for this endpoint
 */
export async function askToken(endpoint: URL, roomKey: string | undefined): Promise<TokenObservation> {
  const tokenEndpoint = { endpoint, roomKey };
  const toNonsense = await post(tokenEndpoint, '{', { Origin: elsewhere });
  const toAnyRoom = await postWish(tokenEndpoint, { room_name: `nobody-allowed-${randomName()}` });
  const own = await askGrant(tokenEndpoint, checkWish(), { 'X-Forwarded-For': forgedAddress });
  if (own.ok || own.failure.kind !== 'refused' || own.failure.status !== 403) {
    return { endpoint, grant: own, isOwnRoom: true, toNonsense, toAnyRoom };
  }
  return {
    endpoint,
    grant: await askGrant(tokenEndpoint, asDoctor),
    isOwnRoom: false,
    toNonsense,
    toAnyRoom,
  };
}

/**
 * An address from a reserved range (RFC 5737), which the doctor puts into X-Forwarded-For. The token handler must not
 * trust this header.
 */
export const forgedAddress = '192.0.2.1';

/** Requests a token for a room of the connection check, which nobody else uses. */
export function askCheckToken(tokenEndpoint: TokenEndpoint): Promise<Result<Grant, TokenFailure>> {
  return askGrant(tokenEndpoint, checkWish());
}

interface TokenEndpoint {
  endpoint: URL;
  roomKey: string | undefined;
  /** Whether requests to the endpoint stay on this machine; by default true for loopback addresses. */
  isOwnAddress?: boolean;
}

function checkWish(): TokenRequest {
  return { room_name: `${checkRoomPrefix}${randomName()}`, ...asDoctor };
}

/** The name that people in the room see, if the doctor has to join a room with people. */
const asDoctor = { participant_name: "Host's doctor" };

/** Returns 100 random bits as lower-case letters and digits. */
function randomName(): string {
  return BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(20, '0')
    .slice(-20);
}

function post(
  { endpoint, roomKey, isOwnAddress = isHere(endpoint) }: TokenEndpoint,
  body: string,
  headers: Record<string, string> = {},
) {
  const all = { 'Content-Type': 'application/json', ...headers };
  if (roomKey === undefined) return ask(endpoint, { method: 'POST', headers: all, body });
  if (!isOwnAddress && !mayCarryKey(endpoint)) throw new Error('the room key must not be sent there');
  return ask(endpoint, {
    method: 'POST',
    headers: { ...all, Authorization: `Bearer ${roomKey}` },
    body,
    // Verifies the certificate at each request that has the room key: each has a connection of its own, which another
    // server may answer.
    verified: !isOwnAddress,
  });
}

function postWish(tokenEndpoint: TokenEndpoint, wish: TokenRequest, headers: Record<string, string> = {}) {
  return post(tokenEndpoint, JSON.stringify(wish), headers);
}

async function askGrant(
  tokenEndpoint: TokenEndpoint,
  wish: TokenRequest,
  more: Record<string, string> = {},
): Promise<Result<Grant, TokenFailure>> {
  const answer = await postWish(tokenEndpoint, wish, more);
  if (!answer.ok) return failed({ kind: 'no answer', code: answer.failure });
  const { status, headers, body } = answer.value;
  if (status < 200 || status > 299) {
    return failed({ kind: 'refused', status, retryAfter: headers['retry-after'] });
  }
  const token = readTokenAnswer(body);
  if (token === undefined) return failed({ kind: 'not a grant' });
  return success({
    ...token,
    cacheControl: headers['cache-control'],
    date: headers.date === undefined ? undefined : new Date(headers.date),
    receivedAt: new Date(),
  });
}

function readTokenAnswer(body: string): TokenAnswer | undefined {
  const answer = parseJson(body);
  const server_url = fieldOf(answer, 'server_url');
  const participant_token = fieldOf(answer, 'participant_token');
  if (typeof server_url !== 'string' || typeof participant_token !== 'string') return undefined;
  const isAddress = URL.canParse(server_url) && /^(wss?|https?):$/.test(new URL(server_url).protocol);
  if (!isAddress) return undefined;
  const seen = readSeen(fieldOf(answer, 'seen'));
  return { server_url, participant_token, ...(seen && { seen }) };
}

function readSeen(seen: unknown): SeenByHandler | undefined {
  const time = fieldOf(seen, 'time');
  const address = fieldOf(seen, 'address');
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time)) || typeof address !== 'string')
    return undefined;
  return { time, address };
}
