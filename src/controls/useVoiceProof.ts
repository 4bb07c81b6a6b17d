import { ConnectionState } from 'livekit-client';
import { useEffect, useEffectEvent, useState } from 'react';
import { followVoice } from '../media/own/followVoice.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';

const topic = 'voice';

/**
 * Whether the server receives the guest's voice. Shows a notice if the browser does not send the voice or the server
 * does not receive it.
 */
export function useVoiceProof(): VoiceProof {
  const room = useRoomContext();
  const { tell, close } = useNotices();
  const [proof, setProof] = useState<VoiceProof>('unsaid');
  const isSettled = useFollowed(useMeeting().settled);
  /**
   * While the connection is being restored, the guest is not told that nobody hears them, because the page already
   * shows that the connection is lost.
   */
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
