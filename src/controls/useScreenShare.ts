import { useNotices } from '../notices/useNotices.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { shareProblem } from '../media/own/shareProblem.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  /** While the guest is cut off, sharing can be stopped but not started. */
  isDisabled: boolean;
  toggle: () => void;
}

/** State and toggle of the screen share; `undefined` if the browser cannot share, as on phones. The browser's own stop button changes it as well. */
export function useScreenShare(): ScreenShareSwitch | undefined {
  const { screenShare } = useMeeting();
  const { start, stop } = screenShare;
  const isOn = useFollowed(screenShare);
  const isDisabled = useIsCutOff() && !isOn;
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

  // `getDisplayMedia` is undefined on phones, although its type says otherwise.
  const mediaDevices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  if (!mediaDevices?.getDisplayMedia) return undefined;
  return {
    isOn,
    isDisabled,
    toggle() {
      if (!isDisabled) void toggle();
    },
  };
}
