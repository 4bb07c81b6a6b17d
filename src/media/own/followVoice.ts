import { ParticipantEvent, Track, type LocalTrack, type Room } from 'livekit-client';
import { createVoiceProof, type VoiceProof } from './voiceProof.ts';

const everyMs = 1000;

/**
 * Compares what the browser sends of the guest's voice with what the server reports, once a second.
 *
 * @param canConclude false while the page shows another fault of the connection
 * @param onProof called when the result has changed
 * @returns stops following
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

  /** The server reports speakers, including this guest. */
  function onSpeaking(isSpeaking: boolean): void {
    if (isSpeaking) isNamed = true;
  }

  async function measure(): Promise<void> {
    const publication = localParticipant.getTrackPublication(Track.Source.Microphone);
    const stats = await readStats(publication?.track);
    // The operating system has taken the microphone away, which is shown elsewhere.
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

/** Statistics of the microphone track. Never rejects: a track that is being replaced has none for a moment. */
async function readStats(track: LocalTrack | undefined): Promise<VoiceStats> {
  const found: VoiceStats = { sentBytes: 0, report: undefined };
  const report = await track?.getRTCStatsReport().catch(() => undefined);
  for (const [, stats] of report ?? []) {
    if (stats.type === 'outbound-rtp') found.sentBytes += Number(stats.bytesSent ?? 0);
    else if (stats.type === 'remote-inbound-rtp') found.report = Number(stats.timestamp);
  }
  return found;
}
