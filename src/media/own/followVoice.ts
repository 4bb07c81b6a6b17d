import { ParticipantEvent, Track, type LocalTrack, type Room } from 'livekit-client';
import { createVoiceProof, type VoiceProof } from './voiceProof.ts';

const everyMs = 1000;

/**
 * Checks once a second whether the guest's voice reaches the server: compares what the browser sends with what the
 * server reports back.
 *
 * @param canConclude false while the page shows another fault of the connection
 * @param onProof called when the result has changed
 * @returns stops checking
 */
export function followVoice(
  { localParticipant }: Pick<Room, 'localParticipant'>,
  canConclude: () => boolean,
  onProof: (proof: VoiceProof) => void,
): () => void {
  const judge = createVoiceProof();
  let isNamed = false;
  let isStopped = false;
  let known: VoiceProof = 'unsaid';

  /** LiveKit reports who is speaking, this guest included. That proves that the voice reaches the server. */
  function onSpeaking(isSpeaking: boolean): void {
    if (isSpeaking) isNamed = true;
  }

  async function measure(): Promise<void> {
    const publication = localParticipant.getTrackPublication(Track.Source.Microphone);
    const stats = await readStats(publication?.track);
    // While the operating system has taken the microphone away, this function reports no missing voice, because
    // interruption.ts tells the guest.
    const isInterrupted = publication?.track?.mediaStreamTrack.muted === true;
    if (isStopped) return;
    const next = judge({
      isOn: publication !== undefined && !publication.isMuted,
      isConnected: canConclude() && !isInterrupted,
      isNamed: isNamed || localParticipant.isSpeaking,
      sentBytes: stats.sentBytes,
      report: stats.report,
      atMs: performance.now(),
    });
    isNamed = false;
    if (next === known) return;
    known = next;
    onProof(next);
  }

  localParticipant.on(ParticipantEvent.IsSpeakingChanged, onSpeaking);
  const timer = setInterval(() => void measure(), everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
    localParticipant.off(ParticipantEvent.IsSpeakingChanged, onSpeaking);
  };
}

interface VoiceStats {
  sentBytes: number;
  report: number | undefined;
}

/** Statistics of the microphone track. Never rejects; while a track is being replaced, the statistics are empty. */
async function readStats(track: LocalTrack | undefined): Promise<VoiceStats> {
  const found: VoiceStats = { sentBytes: 0, report: undefined };
  const report = await track?.getRTCStatsReport().catch(() => undefined);
  for (const [, stats] of report ?? []) {
    if (stats.type === 'outbound-rtp') found.sentBytes += Number(stats.bytesSent ?? 0);
    else if (stats.type === 'remote-inbound-rtp') found.report = Number(stats.timestamp);
  }
  return found;
}
