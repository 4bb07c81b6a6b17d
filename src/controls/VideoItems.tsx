import { AudioLines, Image, ImageOff } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useCallDevice } from './useCallDevice.ts';

/** Menu items that hide the others' video. “Voice only” turns off the guest's own camera as well, until the videos are shown again. */
export function VideoItems() {
  const { videos: words } = useRoomMessages();
  const { video } = useMeeting();
  // Only the guest's wish is followed, because other members of the state change with every speaker.
  const wish = useFollowed(video, (state) => state.wish);
  const camera = useCallDevice('camera');
  /** Whether “Voice only” turned the camera off, so that the camera is turned on again with the others' video. */
  const wasOn = useRef(false);

  function speakOnly(): void {
    video.change({ wish: 'hidden' });
    wasOn.current = camera.isOn;
    if (camera.isOn) camera.onClick();
  }

  function show(): void {
    video.change({ wish: 'all' });
    if (wasOn.current && !camera.isOn) camera.onClick();
    wasOn.current = false;
  }

  if (wish !== 'all') {
    return (
      <MenuItem icon={Image} onChoose={show}>
        {words.show}
      </MenuItem>
    );
  }
  return (
    <>
      <MenuItem icon={ImageOff} onChoose={() => video.change({ wish: 'hidden' })}>
        {words.hide}
      </MenuItem>
      <MenuItem icon={AudioLines} onChoose={speakOnly}>
        {words.voiceOnly}
      </MenuItem>
    </>
  );
}
