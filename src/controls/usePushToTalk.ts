import type { Room } from 'livekit-client';
import { useEffect } from 'react';
import { createPushToTalk } from '../media/own/pushToTalk.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { takesShortcuts } from '../shortcuts/takesShortcuts.ts';
import { isInControl } from '../start/page/standardElements.ts';
import { matchShortcut, shortcuts } from '../shortcuts/shortcuts.ts';

/**
 * Turns the microphone on while Space is held. On a control that got the focus by keyboard, Space keeps its default action; on one that was clicked it
 * does not.
 */
export function usePushToTalk(room: Room): void {
  const { letterShortcuts } = useMeeting();
  useEffect(() => {
    const { localParticipant } = room;
    const talk = createPushToTalk((on) => localParticipant.setMicrophoneEnabled(on));
    let isHeld = false;
    let isClicked = false;

    function belongsToControl(target: EventTarget | null): boolean {
      if (!(target instanceof Element)) return false;
      if (!takesShortcuts(target, letterShortcuts)) return true;
      return !isClicked && isInControl(target);
    }

    const press = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.key.startsWith('Arrow')) isClicked = false;
      // Key repeats must neither scroll nor click.
      if (isHeld && event.key === shortcuts.talk.key) event.preventDefault();
      if (matchShortcut(event) !== 'talk' || event.defaultPrevented || belongsToControl(event.target)) return;
      event.preventDefault();
      if (localParticipant.isMicrophoneEnabled) return;
      isHeld = true;
      talk.press();
    };
    const stopTalking = () => {
      if (isHeld) talk.release();
      isHeld = false;
    };
    const release = (event: KeyboardEvent) => {
      if (event.key !== shortcuts.talk.key || !isHeld) return;
      // Firefox clicks a focused button when Space is released.
      event.preventDefault();
      stopTalking();
    };
    const click = () => {
      isClicked = true;
    };

    addEventListener('keydown', press);
    addEventListener('keyup', release);
    addEventListener('pointerdown', click);
    addEventListener('blur', stopTalking);
    document.addEventListener('visibilitychange', stopTalking);
    return () => {
      stopTalking();
      removeEventListener('keydown', press);
      removeEventListener('keyup', release);
      removeEventListener('pointerdown', click);
      removeEventListener('blur', stopTalking);
      document.removeEventListener('visibilitychange', stopTalking);
    };
  }, [room, letterShortcuts]);
}
