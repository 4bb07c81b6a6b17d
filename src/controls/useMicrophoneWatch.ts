import { LocalAudioTrack, ParticipantEvent, Track } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useOwnTrack } from '../room/useOwn.ts';
import { listenToMicrophone } from '../media/own/listenToMicrophone.ts';
import type { MicrophoneRemark } from '../media/own/microphoneWatch.ts';
import { turnDevice } from '../media/own/turnDevice.ts';
import { watchMicrophone } from '../media/own/watchMicrophone.ts';
import { isTouchDevice } from './screenSize.ts';

const topic = 'microphone sound';

/**
 * Shows a notice when the guest talks while muted, or when the microphone gives no sound.
 *
 * @param onLevel called ten times a second, except on phones, with the loudness of the microphone, from 0 to 1
 */
export function useMicrophoneWatch(onLevel: (level: number) => void): void {
  const room = useRoomContext();
  const { localParticipant } = room;
  const microphone = useOwnTrack(Track.Source.Microphone);
  const { tell, close } = useNotices();
  const { devices } = useMeeting();
  const track = microphone instanceof LocalAudioTrack ? microphone : undefined;

  const onRemark = useEffectEvent((remark: MicrophoneRemark) => {
    if (remark === 'no_sound') {
      tell({ about: topic, say: ({ controls }) => controls.noSound });
    } else {
      tell({
        about: topic,
        say: ({ controls }) => controls.mutedTalk,
        action: {
          name: ({ controls }) => controls.turnOn,
          run: () => void turnDevice(room, devices, { kind: 'microphone', on: true }),
        },
      });
    }
  });

  const forget = useEffectEvent(() => close(topic));
  const showLevel = useEffectEvent(onLevel);

  useEffect(() => {
    // The microphone is not measured on phones: measuring costs battery, and on iOS a second use of the microphone may
    // change the audio output.
    if (!track || isTouchDevice()) return undefined;
    return watchMicrophone(track, listenToMicrophone, { onLevel: showLevel, onRemark, onSound: forget });
  }, [track]);

  // A notice about a muted microphone is out of date when the microphone is unmuted, and one about a silent microphone
  // when it is muted.
  useEffect(() => {
    localParticipant.on(ParticipantEvent.TrackMuted, forget).on(ParticipantEvent.TrackUnmuted, forget);
    return () => {
      localParticipant.off(ParticipantEvent.TrackMuted, forget).off(ParticipantEvent.TrackUnmuted, forget);
      // The notice is closed, because its button would act on this room, which the guest has left.
      forget();
    };
  }, [localParticipant]);
}
