import type { AccessFailureKind } from '../access/accessFailure.ts';
import type { TokenFacts } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { diagnosis, type DiagnosisKind, type Judgement } from './judge.ts';

/**
 * Response time from which the token endpoint counts as slow. The app's own token handler waits up to 1.5 s for
 * LiveKit.
 */
const slowMs = 2000;

/**
 * Largest difference of the clocks that counts as fine. LiveKit tolerates more, but a clock that is a minute off is
 * likely to drift further.
 */
const clockToleranceMs = 60_000;

export function judgeToken({ ms, outcome }: TokenFacts): Judgement {
  if (!outcome.ok) {
    const { kind, detail } = outcome.failure;
    return {
      verdict: 'blocked',
      findings: [finding('detail', detail)],
      diagnosis: diagnosis(tokenDiagnoses[kind], detail),
    };
  }
  const findings: Finding[] = [
    finding('token_answers', ms),
    ...judgeClock('token', outcome.value.clockAheadMs),
  ];
  if (ms <= slowMs) return { verdict: 'fine', findings };
  return { verdict: 'slow', findings, diagnosis: diagnosis('server_slow', `${String(ms)} ms`) };
}

/**
 * The diagnosis for each refusal of a token. The check asks to join an empty room without a name, so a refusal because
 * of the name or of a full room must have another cause.
 */
const tokenDiagnoses: Record<AccessFailureKind, DiagnosisKind> = {
  config_broken: 'config_broken',
  token_endpoint_unreachable: 'token_endpoint_unreachable',
  token_answer_broken: 'token_answer_broken',
  token_endpoint_failed: 'token_endpoint_failed',
  refused: 'refused',
  key_missing: 'key_missing',
  key_wrong: 'key_wrong',
  name_invalid: 'refused',
  room_full: 'refused',
  room_locked: 'refused',
  knock_required: 'refused',
  knock_refused: 'refused',
  waiting_room_full: 'refused',
  removed: 'refused',
  invitation_ended: 'refused',
  room_not_allowed: 'check_not_allowed',
  rate_limited: 'rate_limited',
};

export function judgeClock(whose: 'token' | 'livekit', aheadMs: number | undefined): Finding[] {
  if (aheadMs === undefined || Math.abs(aheadMs) < clockToleranceMs) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return [finding(aheadMs > 0 ? 'clock_ahead' : 'clock_behind', whose, seconds)];
}
