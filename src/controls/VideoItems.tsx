import { AudioLines, Image } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { MenuItem } from '../ui/Menu.tsx';
import { useCallDevice } from './useCallDevice.ts';

/**
 * The menu item “Voice only” hides the others' video and turns off the guest's own camera, until the guest chooses “Show
 * videos”. A guest who wants to be seen meanwhile turns the camera on again.
 */
export function VideoItems() {
  const { videos: words } = useRoomMessages();
  const { video, voiceOnly } = useMeeting();
  // The view subscribes only to the guest's wish to see the others' video or not, because other members of the state
  // change with every speaker.
  const wish = useFollowed(video, (state) => state.wish);
  const { isOn, onClick: toggle } = useCallDevice('camera');
  if (wish !== 'all') {
    return (
      <MenuItem icon={Image} onChoose={() => voiceOnly.showVideos({ isOn, toggle })}>
        {words.show}
      </MenuItem>
    );
  }
  return (
    <MenuItem icon={AudioLines} onChoose={() => voiceOnly.start({ isOn, toggle })}>
      {words.voiceOnly}
    </MenuItem>
  );
}
