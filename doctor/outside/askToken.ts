import { randomBytes } from 'node:crypto';
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

/** What the token endpoint says to a guest, and to what it should refuse. */
export interface TokenObservation {
  endpoint: URL;
  grant: Result<Grant, TokenFailure>;
  /** The room that was given: one of the doctor's own, or the usual one where the handler knows no such room. */
  isOwnRoom: boolean;
  /** The answer to a body that is not JSON, as if asked by a page of another origin. */
  toNonsense: Result<Answer, string>;
  /** The answer to a wish for a room that nobody allowed. */
  toAnyRoom: Result<Answer, string>;
}

export interface Grant extends TokenAnswer {
  cacheControl: string | undefined;
  /** The handler's clock, to the second. */
  date: Date | undefined;
  /** This machine's clock at that moment. */
  receivedAt: Date;
}

export type TokenFailure =
  | { kind: 'no answer'; code: string }
  | { kind: 'refused'; status: number; retryAfter: string | undefined }
  | { kind: 'not a grant' };

/** A page that is none of ours. */
export const elsewhere = 'https://elsewhere.example';

/** @param roomKey of a room that has one, once it is decided that this endpoint may have it (`decideKey`) */
export async function askToken(endpoint: URL, roomKey: string | undefined): Promise<TokenObservation> {
  const door = { endpoint, roomKey };
  const toNonsense = await post(door, '{', { Origin: elsewhere });
  const toAnyRoom = await postWish(door, { room_name: `nobody-allowed-${randomName()}` });
  const own = await askGrant(door, checkWish(), { 'X-Forwarded-For': forgedAddress });
  if (own.ok || own.failure.kind !== 'refused' || own.failure.status !== 403) {
    return { endpoint, grant: own, isOwnRoom: true, toNonsense, toAnyRoom };
  }
  return { endpoint, grant: await askGrant(door, asDoctor), isOwnRoom: false, toNonsense, toAnyRoom };
}

/** An address of nobody (RFC 5737), in a header in which guests must not be believed. */
export const forgedAddress = '192.0.2.1';

/** A token for a room that nobody else is in. */
export function askCheckToken(door: Door): Promise<Result<Grant, TokenFailure>> {
  return askGrant(door, checkWish());
}

interface Door {
  endpoint: URL;
  roomKey: string | undefined;
  /** What goes there does not leave this machine; loopback by default. */
  isOwnAddress?: boolean;
}

function checkWish(): TokenRequest {
  return { room_name: `${checkRoomPrefix}${randomName()}`, ...asDoctor };
}

/** Where somebody is in the room meanwhile, they should know who came. */
const asDoctor = { participant_name: "Host's doctor" };

/** 100 bits, in letters and digits. */
function randomName(): string {
  return BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(20, '0')
    .slice(-20);
}

function post(
  { endpoint, roomKey, isOwnAddress = isHere(endpoint) }: Door,
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
    // Each question is a connection of its own, which somebody else may answer.
    verified: !isOwnAddress,
  });
}

function postWish(door: Door, wish: TokenRequest, headers: Record<string, string> = {}) {
  return post(door, JSON.stringify(wish), headers);
}

async function askGrant(
  door: Door,
  wish: TokenRequest,
  more: Record<string, string> = {},
): Promise<Result<Grant, TokenFailure>> {
  const answer = await postWish(door, wish, more);
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
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null) return undefined;
    if (!('server_url' in answer) || !('participant_token' in answer)) return undefined;
    const { server_url, participant_token } = answer;
    if (typeof server_url !== 'string' || typeof participant_token !== 'string') return undefined;
    const isAddress = URL.canParse(server_url) && /^(wss?|https?):$/.test(new URL(server_url).protocol);
    if (!isAddress) return undefined;
    const seen = 'seen' in answer ? readSeen(answer.seen) : undefined;
    return { server_url, participant_token, ...(seen && { seen }) };
  } catch {
    return undefined;
  }
}

function readSeen(seen: unknown): SeenByHandler | undefined {
  if (typeof seen !== 'object' || seen === null || !('time' in seen) || !('address' in seen))
    return undefined;
  const { time, address } = seen;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time)) || typeof address !== 'string')
    return undefined;
  return { time, address };
}
