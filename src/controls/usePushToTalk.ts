import type { Room } from 'livekit-client';
import { useEffect } from 'react';
import { createPushToTalk } from '../media/own/pushToTalk.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { followTalkKey } from '../shortcuts/followTalkKey.ts';
import { takesShortcuts } from '../shortcuts/takesShortcuts.ts';
import { isInControl } from '../start/page/standardElements.ts';

/** Turns the microphone on while the guest holds the Space key. */
export function usePushToTalk(room: Room): void {
  const { letterShortcuts } = useMeeting();
  useEffect(() => {
    const { localParticipant } = room;
    return followTalkKey(
      {
        window,
        document,
        takesShortcuts: (target) => takesShortcuts(target, letterShortcuts),
        isInControl,
        isMicrophoneOn: () => localParticipant.isMicrophoneEnabled,
      },
      createPushToTalk((on) => localParticipant.setMicrophoneEnabled(on)),
    );
  }, [room, letterShortcuts]);
}
