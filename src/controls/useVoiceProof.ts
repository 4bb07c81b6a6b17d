import { ConnectionState, ParticipantEvent, Track, type LocalTrack, type Room } from 'livekit-client';
import { useEffect, useEffectEvent, useState } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { createVoiceProof, type VoiceProof } from '../media/own/voiceProof.ts';

const everyMs = 1000;
const topic = 'voice';

/** Whether the server hears the guest's voice. Shows a notice if the browser does not send it or the server does not receive it. */
export function useVoiceProof(): VoiceProof {
  const room = useRoomContext();
  const { tell, close } = useNotices();
  const [proof, setProof] = useState<VoiceProof>('unsaid');
  const isSettled = useFollowed(useMeeting().settled);
  /** False while reconnecting, because the page already shows that. */
  const canConclude = useEffectEvent(() => isSettled && room.state === ConnectionState.Connected);

  const onProof = useEffectEvent((next: VoiceProof) => {
    setProof(next);
    if (next === 'not_sent' || next === 'not_received') {
      tell({ about: topic, say: ({ voice }) => voice[next] });
    } else close(topic);
  });

  useEffect(() => {
    const stop = followVoice(room, canConclude, onProof);
    return () => {
      stop();
      close(topic);
    };
  }, [room, close]);

  return proof;
}

/** @returns stops following */
function followVoice(
  room: Room,
  canConclude: () => boolean,
  onProof: (proof: VoiceProof) => void,
): () => void {
  const { localParticipant } = room;
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
