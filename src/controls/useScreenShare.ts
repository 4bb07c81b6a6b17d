import { useNotices } from '../notices/useNotices.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { shareProblem } from '../media/own/shareProblem.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  /** Whether a click does nothing. While the guest is cut off, sharing can be stopped but not started. */
  isDisabled: boolean;
  toggle: () => void;
}

/**
 * Whether the guest shares a screen, and a function that starts and stops sharing; `undefined` if the browser cannot
 * share a screen, as on phones. The browser's own stop button changes the state as well.
 */
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

  // `getDisplayMedia` is undefined in the browsers of phones, although its type says otherwise.
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
