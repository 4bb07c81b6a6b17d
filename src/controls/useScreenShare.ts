import { Track, type ScreenShareCaptureOptions } from 'livekit-client';
import { useNotices } from '../notices/NoticesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsOwnOn } from '../room/useOwn.ts';

interface ScreenShare {
  isOn: boolean;
  toggle: () => void;
}

const captureOptions: ScreenShareCaptureOptions = {
  // The sound of what is shared, where the browser offers it.
  audio: true,
  // Sharp letters rather than smooth motion.
  contentHint: 'detail',
  // A picture of the call inside the call.
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
};

/** `undefined` where the browser can share no screen, as on phones. Also follows the browser's own stop button. */
export function useScreenShare(): ScreenShare | undefined {
  const { localParticipant } = useRoomContext();
  const isOn = useIsOwnOn(Track.Source.ScreenShare);
  const { tell, close } = useNotices();

  async function toggle(): Promise<void> {
    try {
      await localParticipant.setScreenShareEnabled(!isOn, captureOptions);
      close('share');
    } catch (error) {
      // Closing the browser's question is an answer, and needs none.
      if (error instanceof Error && error.name === 'NotAllowedError') return;
      tell({ about: 'share', say: ({ controls }) => controls.shareFailed });
    }
  }

  // The types say that it is always there; on phones it is not.
  const mediaDevices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  if (!mediaDevices?.getDisplayMedia) return undefined;
  return { isOn, toggle: () => void toggle() };
}
