import type { Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { useNotices } from '../notices/NoticesContext.tsx';
import { useIsSharing, useScreenShareStore } from '../room/ScreenShareContext.tsx';
import { shareProblem } from './shareProblem.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  toggle: () => void;
}

/** For the page of the room: the shared screen is sent to a room that is made anew as well, and ends with the page. */
export function useScreenShareIn(room: Room): void {
  const { attach, stop } = useScreenShareStore();
  const { tell } = useNotices();
  const onLost = useEffectEvent(() => tell({ about: 'share', say: ({ controls }) => controls.shareLost }));
  useEffect(() => attach(room, () => onLost()), [attach, room]);
  useEffect(() => stop, [stop]);
}

/** `undefined` where the browser can share no screen, as on phones. Also follows the browser's own stop button. */
export function useScreenShare(): ScreenShareSwitch | undefined {
  const { start, stop } = useScreenShareStore();
  const isOn = useIsSharing();
  const { tell, close } = useNotices();

  async function toggle(): Promise<void> {
    const clickedAtMs = performance.now();
    try {
      if (isOn) stop();
      else await start();
      close('share');
    } catch (error) {
      const problem = shareProblem(error, performance.now() - clickedAtMs);
      if (problem) tell({ about: 'share', say: ({ sharing }) => sharing[problem] });
    }
  }

  // The types say that it is always there; on phones it is not.
  const mediaDevices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  if (!mediaDevices?.getDisplayMedia) return undefined;
  return { isOn, toggle: () => void toggle() };
}
