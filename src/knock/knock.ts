import type { AccessFailure } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import type { JoinFailure } from '../call/callState.ts';
import { isPassing, returnWaitMs } from '../call/returnPolicy.ts';
import { failed, type Result } from '../../common/result.ts';
import { waitForHost } from './waitForHost.ts';

/** `asking`: on the way to the waiting room. `unheard`: in it, and no host has been told yet. `told`: a host's page shows this guest's name. */
export type KnockState = 'asking' | 'unheard' | 'told';

interface KnockParts {
  /** Requests a token, with the ticket if there is one. */
  ask: () => Promise<Result<TokenGrant, AccessFailure>>;
  keepTicket: (ticket: string) => void;
  /** `undefined` once the guest is admitted. */
  onState: (state: KnockState | undefined) => void;
  /** Waits. Ends early when the network is back, or at the signal. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts when the guest stops waiting; the promise then rejects. */
  signal: AbortSignal;
}

/** Failures one after another after which the guest is told. With the waits of `returnWaitMs` they take about half a minute. */
const mostFailures = 10;

/**
 * Waits in the waiting room until a host admits or refuses the guest. If the connection is lost, the guest knocks again.
 *
 * @param refusal of the token endpoint, with the token for the waiting room
 * @returns a token for the room, or why there is none
 */
export async function knock(
  refusal: AccessFailure,
  parts: KnockParts,
): Promise<Result<TokenGrant, JoinFailure>> {
  const { ask, keepTicket, onState, pause, signal } = parts;
  let answer: Result<TokenGrant, AccessFailure> = failed(refusal);
  let failures = 0;
  /** Like a first join, a first knock that fails is not tried again. */
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

/** The token handler removes a guest from the waiting room who was refused, and everybody when a host locks the room or ends the call. */
function whyRemoved(answer: Result<TokenGrant, AccessFailure>): Result<TokenGrant, JoinFailure> {
  // A call that has ended can be joined again, which the guest decides.
  const isRefused = answer.ok || answer.failure.kind === 'knock_required';
  return isRefused ? failed({ kind: 'knock_refused', detail: '' }) : answer;
}
