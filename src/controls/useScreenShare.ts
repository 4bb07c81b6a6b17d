import { useNotices } from '../notices/useNotices.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { shareProblem } from '../media/own/shareProblem.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  toggle: () => void;
}

/** `undefined` where the browser can share no screen, as on phones. Also follows the browser's own stop button. */
export function useScreenShare(): ScreenShareSwitch | undefined {
  const { screenShare } = useMeeting();
  const { start, stop } = screenShare;
  const isOn = useFollowed(screenShare);
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
