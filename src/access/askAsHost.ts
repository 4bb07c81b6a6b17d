import type { HostAction, Role } from '../../common/contract.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { ask } from './ask.ts';

/** A host's request to the token handler; token/README.md explains the actions. */
export interface HostWish {
  action: HostAction;
  participant_identity?: string;
  participant_identities?: readonly string[];
  on?: boolean;
  role?: Role;
  rules?: { share_screen?: boolean; chat?: boolean; unmute?: boolean };
  hours?: number;
  participant_name?: string;
  new_room?: boolean;
  invitation_id?: string;
}

/**
 * How the request of a host ended. `done`: the token handler did it, or the participant has left. `refused`: this guest
 * is no host, or no longer one. `failed`: no answer came, or the answer says that the action failed.
 */
type HostOutcome = 'done' | 'refused' | 'failed';

export interface HostAnswer {
  outcome: HostOutcome;
  /** The parsed body of the answer, if the answer has one. That of a refusal says why (`Refusal`). */
  body?: unknown;
}

/** Longest wait for the answer. Longer than the token handler itself waits for LiveKit. */
const timeoutMs = 10_000;

/** How a guest shows that they are a host. */
interface Proofs {
  /** A token of this guest for the room, which may have expired. */
  token: string;
  /** The host key or invitation of the guest's link. */
  pass: string | undefined;
}

/**
 * Asks the token handler to do what only hosts may do.
 *
 * @param tokenEndpoint absolute URL of the token endpoint; the requests of hosts go to `host` beside it
 */
export async function askAsHost(
  tokenEndpoint: string,
  room: string,
  wish: HostWish,
  { token, pass }: Proofs,
): Promise<HostAnswer> {
  if ((wish.action === 'invite' || wish.action === 'revoke') && pass !== undefined) {
    // Invitations are requested with the guest's host key or invitation if there is one: a holder of the host key may
    // invite hosts, for longer than somebody whom a host made host, and may revoke. If that is refused, the guest's token
    // is tried.
    const answer = await send(tokenEndpoint, { ...wish, room, bearer: pass });
    if (answer.outcome !== 'refused') return answer;
  }
  return await send(tokenEndpoint, { ...wish, room, bearer: token });
}

async function send(
  tokenEndpoint: string,
  { room, bearer, ...wish }: HostWish & { room: string; bearer: string },
): Promise<HostAnswer> {
  const answer = await ask(new URL('host', tokenEndpoint).href, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ room_name: room, ...wish }),
    signal: new AbortController().signal,
    timeoutMs,
  });
  if (!answer.ok) return { outcome: 'failed' };
  const { status, text } = answer.value;
  const body = parseJson(text);
  const isGone = fieldOf(fieldOf(body, 'error'), 'code') === 'participant_not_found';
  if (status === 200 || status === 204 || isGone) return { outcome: 'done', body };
  return { outcome: status === 401 || status === 403 ? 'refused' : 'failed', body };
}
