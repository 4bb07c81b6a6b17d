import type { AccessFailureKind } from '../access/accessFailure.ts';
import type { DoorFacts } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { diagnosis, type DiagnosisKind, type Judgement } from './judge.ts';

/** Beyond this a guest wonders whether the click was heard. Our token handler itself waits 1.5 s for LiveKit. */
const slowMs = 2000;

/** Tokens bear more; a clock that is a minute off will be more soon. */
const clockToleranceMs = 60_000;

export function judgeDoor({ ms, outcome }: DoorFacts): Judgement {
  if (!outcome.ok) {
    const { kind, detail } = outcome.failure;
    return {
      verdict: 'blocked',
      findings: [finding('detail', detail)],
      diagnosis: diagnosis(doorDiagnoses[kind], detail),
    };
  }
  const findings: Finding[] = [
    finding('door_answers', ms),
    ...judgeClock('door', outcome.value.clockAheadMs),
  ];
  if (ms <= slowMs) return { verdict: 'fine', findings };
  return { verdict: 'slow', findings, diagnosis: diagnosis('server_slow', `${String(ms)} ms`) };
}

/** A check asks for no name and for a room that is always empty: some refusals can't be meant for it. */
const doorDiagnoses: Record<AccessFailureKind, DiagnosisKind> = {
  config_broken: 'config_broken',
  token_endpoint_unreachable: 'token_endpoint_unreachable',
  token_answer_broken: 'token_answer_broken',
  token_endpoint_failed: 'token_endpoint_failed',
  refused: 'refused',
  key_missing: 'key_missing',
  key_wrong: 'key_wrong',
  name_invalid: 'refused',
  room_full: 'refused',
  room_not_allowed: 'check_not_allowed',
  rate_limited: 'rate_limited',
};

export function judgeClock(whose: 'door' | 'livekit', aheadMs: number | undefined): Finding[] {
  if (aheadMs === undefined || Math.abs(aheadMs) < clockToleranceMs) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return [finding(aheadMs > 0 ? 'clock_ahead' : 'clock_behind', whose, seconds)];
}
