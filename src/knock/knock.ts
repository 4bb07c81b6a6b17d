import type { AccessFailure } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import type { JoinFailure } from '../call/callState.ts';
import { isPassing, returnWaitMs } from '../call/returnPolicy.ts';
import { failed, type Result } from '../../common/result.ts';
import { waitForHost } from './waitForHost.ts';

/**
 * How far a guest's request to be let in has got. `asking`: the guest is connecting to the waiting room. `unheard`: the
 * guest is in it, and no host has been told yet. `told`: a host's page shows this guest's name.
 */
export type KnockState = 'asking' | 'unheard' | 'told';

interface KnockParts {
  /** Requests a token. If the guest has a ticket from a host, the request contains it. */
  ask: () => Promise<Result<TokenGrant, AccessFailure>>;
  keepTicket: (ticket: string) => void;
  /** Called with each new state; with `undefined` once a host has admitted the guest. */
  onState: (state: KnockState | undefined) => void;
  /** Waits before the next try. Resolves early when the network is back, or when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts when the guest stops waiting; the promise of `knock` then rejects. */
  signal: AbortSignal;
}

/**
 * After this many failures in a row a guest who has been in the waiting room sees the failure of the next try: to get
 * back into the waiting room, or, once admitted, to get a token. With the waits of `returnWaitMs` the tries take about
 * half a minute.
 */
const mostFailures = 10;

/**
 * Waits in the waiting room until a host admits or refuses the guest. If the connection is lost, the guest knocks
 * again.
 *
 * @param refusal the token endpoint's refusal, which contains the token for the waiting room
 * @returns a token for the room, or the reason why there is none
 */
export async function knock(
  refusal: AccessFailure,
  parts: KnockParts,
): Promise<Result<TokenGrant, JoinFailure>> {
  const { ask, keepTicket, onState, pause, signal } = parts;
  let answer: Result<TokenGrant, AccessFailure> = failed(refusal);
  let failures = 0;
  /**
   * Whether the guest has been in the waiting room. If the first connection to it fails, it is not tried again, as with
   * a first join.
   */
  let hasWaited = false;
  for (;;) {
    if (answer.ok) return answer;
    let failure: JoinFailure = answer.failure;
    const { waiting } = answer.failure;
    if (waiting) {
      onState('asking');
      const end = await waitForHost(waiting, { ask, onState, signal });
      if (end.how === 'answered') return end.answer;
      if (end.how === 'removed') return whyRemoved(await ask());
      if (end.how === 'admitted') {
        hasWaited = true;
        keepTicket(end.ticket);
        onState(undefined);
        answer = await ask();
        continue;
      }
      if (end.hasWaited) failures = 0;
      hasWaited ||= end.hasWaited;
      failure = end.failure;
    }
    failures += 1;
    if (!hasWaited || !isPassing(failure) || failures > mostFailures) return failed(failure);
    await pause(returnWaitMs(failures, Math.random(), failure.retryAfterMs), signal);
    signal.throwIfAborted();
    answer = await ask();
  }
}

/**
 * The reason why the token handler removed the guest from the waiting room: it removes a guest whom a host refused, and
 * everybody when a host locks the room or ends the call.
 */
function whyRemoved(answer: Result<TokenGrant, AccessFailure>): Result<TokenGrant, JoinFailure> {
  // If the token endpoint now grants a token, or answers that the guest has to knock, then the guest was removed
  // because a host has refused them or ended the call. Both count as a refusal, and the guest decides whether to ask
  // again.
  const isRefused = answer.ok || answer.failure.kind === 'knock_required';
  return isRefused ? failed({ kind: 'knock_refused', detail: '' }) : answer;
}
