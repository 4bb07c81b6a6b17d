import { EventEmitter } from 'node:events';
import { ParticipantEvent, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followVoice } from './followVoice.ts';
import type { VoiceProof } from './voiceProof.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * Calls `followVoice` with a fake microphone that sends audio, and a fake server whose RTCP reports arrive. A test
 * can stop the audio and the reports, and let seconds pass.
 */
function follow() {
  const call = { isSending: true, canConclude: true, isTaken: false };
  let seconds = 0;
  let sentSeconds = 0;
  const track = {
    get mediaStreamTrack() {
      return { muted: call.isTaken };
    },
    getRTCStatsReport: async () =>
      new Map([
        ['sent', { type: 'outbound-rtp', bytesSent: sentSeconds * 4000 }],
        ['reported', { type: 'remote-inbound-rtp', timestamp: sentSeconds }],
      ]),
  };
  const localParticipant = Object.assign(new EventEmitter(), {
    isSpeaking: false,
    getTrackPublication: () => ({ track, isMuted: false }),
  });
  const proofs: VoiceProof[] = [];
  const stop = followVoice(
    // The cast is safe, because followVoice uses only members that the fake has.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    { localParticipant } as unknown as Room,
    () => call.canConclude,
    (proof) => proofs.push(proof),
  );
  const pass = async (count: number) => {
    for (const end = seconds + count; seconds < end; seconds += 1) {
      if (call.isSending) sentSeconds += 1;
      await vi.advanceTimersByTimeAsync(1000);
    }
  };
  return { call, localParticipant, proofs, stop, pass };
}

test('a guest who spoke between two measurements is heard, also if they are silent at the next one', async () => {
  const { localParticipant, proofs, pass } = follow();
  await pass(3);
  localParticipant.emit(ParticipantEvent.IsSpeakingChanged, true);
  localParticipant.emit(ParticipantEvent.IsSpeakingChanged, false);
  await pass(1);
  expect(proofs).toEqual(['heard']);
});

test('a microphone that sends nothing is reported, but not while the system has taken it or another fault is shown', async () => {
  const { call, proofs, pass } = follow();
  await pass(3);
  call.isSending = false;
  call.isTaken = true;
  await pass(20);
  call.isTaken = false;
  call.canConclude = false;
  await pass(20);
  expect(proofs).toEqual([]);
  call.canConclude = true;
  await pass(20);
  expect(proofs).toEqual(['not_sent']);
});

test('nothing is reported after the following has stopped', async () => {
  const { call, proofs, stop, pass } = follow();
  await pass(3);
  call.isSending = false;
  stop();
  await pass(20);
  expect(proofs).toEqual([]);
});
