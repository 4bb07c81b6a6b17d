import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { canShareScreen } from '../media/own/hasDevices.ts';

interface ScreenShareSwitch {
  isOn: boolean;
  /**
   * Whether a click does nothing. While the app tries to rejoin after a lost connection, sharing can be stopped but
   * not started.
   */
  isDisabled: boolean;
  toggle: () => void;
}

/**
 * Whether the guest shares a screen, and a function that starts and stops sharing; `undefined` if the browser cannot
 * share a screen, as on phones. The browser's own stop button changes the state as well.
 */
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
