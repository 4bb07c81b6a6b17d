import { useNotices } from '../notices/useNotices.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { canShareScreen } from '../media/own/hasDevices.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  /** Whether a click does nothing. While the guest is cut off, sharing can be stopped but not started. */
  isDisabled: boolean;
  toggle: () => void;
}

/** State and toggle of the screen share; `undefined` if the browser cannot share. The browser's own stop button changes it as well. */
export function useScreenShare(): ScreenShareSwitch | undefined {
  const { screenShare } = useMeeting();
  const isOn = useFollowed(screenShare);
  const isDisabled = useIsCutOff() && !isOn;
  const { tell, close } = useNotices();

  async function toggle(): Promise<void> {
    const problem = await screenShare.toggle();
    if (problem) tell({ about: 'share', say: ({ sharing }) => sharing[problem] });
    else close('share');
  }

  if (!canShareScreen()) return undefined;
  return {
    isOn,
    isDisabled,
    toggle() {
      if (!isDisabled) void toggle();
    },
  };
}
