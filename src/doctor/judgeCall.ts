import type { CallFacts, Received } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { diagnosis, type Judgement } from './judge.ts';

/**
 * From where on a call suffers: people talk over each other from some 300 ms of round trip (ITU-T G.114 asks for 150 ms one
 * way), Opus hides a few lost packets in a hundred, and jitter beyond 50 ms makes the receiver wait longer.
 */
const limits = { roundTripMs: 300, lostShare: 0.05, jitterMs: 50 };

/** Whether picture and sound arrive. */
export function judgePublishing({ connected, picture, sound }: CallFacts): Judgement {
  if (!connected.ok) {
    const { kind, detail } = connected.failure;
    const findings = [finding('detail', detail)];
    if (kind === 'token_clock_wrong' || kind === 'livekit_clock_wrong') {
      return { verdict: 'blocked', findings, diagnosis: diagnosis('token_rejected', detail) };
    }
    if (kind === 'token_rejected' || kind === 'firefox_loopback') {
      return { verdict: 'blocked', findings, diagnosis: diagnosis(kind, detail) };
    }
    return { verdict: 'blocked', findings, diagnosis: diagnosis('not_connected', detail) };
  }
  const findings = [
    finding('connected', connected.value),
    describe('picture', picture),
    describe('sound', sound),
  ];
  if (picture && sound) return { verdict: 'fine', findings };
  return { verdict: 'blocked', findings, diagnosis: diagnosis('not_received') };
}

function describe(what: 'picture' | 'sound', received: Received | undefined): Finding {
  return received ? finding('received', what, received.packets) : finding('not_received', what);
}

/**
 * How good the way is that they take, judged by the sound: a call needs it most, and a picture's packets come in bursts that
 * count as jitter.
 */
export function judgePath({ sound, path }: CallFacts): Judgement {
  if (!path || !sound) return { verdict: 'fine', findings: [] };
  const { lostShare, jitterMs } = sound;
  const isWeak =
    path.roundTripMs > limits.roundTripMs || lostShare > limits.lostShare || jitterMs > limits.jitterMs;
  const lost = Math.round(lostShare * 1000) / 10;
  const findings: Finding[] = [
    finding('path', path.protocol, path.name),
    finding('quality', path.roundTripMs, lost, jitterMs),
    finding('meaning', isWeak ? 'weak' : path.protocol === 'udp' ? 'good' : 'detour'),
  ];
  if (!isWeak) return { verdict: 'fine', findings };
  return {
    verdict: 'slow',
    findings,
    diagnosis: diagnosis(
      'weak_network',
      `${String(path.roundTripMs)} ms, ${String(lost)} %, ${String(jitterMs)} ms`,
    ),
  };
}
