import type { CallFacts, Received } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { diagnosis, type Judgement } from './judge.ts';

/**
 * Limits beyond which a call suffers: people talk over each other from about 300 ms round-trip time (ITU-T G.114
 * recommends at most 150 ms one way), Opus conceals a few percent of lost packets, and jitter above 50 ms makes the
 * receiver buffer more.
 */
const limits = { roundTripMs: 300, lostShare: 0.05, jitterMs: 50 };

/** Judges whether the server receives video and audio. */
export function judgePublishing({ connected, video, audio }: CallFacts): Judgement {
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
    describe('video', video),
    describe('audio', audio),
  ];
  if (video && audio) return { verdict: 'fine', findings };
  return { verdict: 'blocked', findings, diagnosis: diagnosis('not_received') };
}

function describe(what: 'video' | 'audio', received: Received | undefined): Finding {
  return received ? finding('received', what, received.packets) : finding('not_received', what);
}

/**
 * Judges the quality of the network path by the audio track: a call needs audio most, and packets of video come in
 * bursts, which count as jitter.
 */
export function judgePath({ audio, path }: CallFacts): Judgement {
  if (!path || !audio) return { verdict: 'fine', findings: [] };
  const { lostShare, jitterMs } = audio;
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
