import { AudioLines, Image, ImageOff } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { MenuItem } from '../ui/Menu.tsx';

/** Menu items that hide the others' video. “Voice only” turns off the guest's own camera as well. */
export function PictureItems() {
  const { pictures: words } = useRoomMessages();
  const { video, devices } = useMeeting();
  // Only `wish` is followed, because other parts of the state change with every speaker.
  const wish = useFollowed(video, (state) => state.wish);
  const { localParticipant } = useRoomContext();

  async function speakOnly(): Promise<void> {
    video.change({ wish: 'hidden' });
    await localParticipant.setCameraEnabled(false);
    devices.setOn('camera', false);
  }

  if (wish !== 'all') {
    return (
      <MenuItem icon={Image} onChoose={() => video.change({ wish: 'all' })}>
        {words.show}
      </MenuItem>
    );
  }
  return (
    <>
      <MenuItem icon={ImageOff} onChoose={() => video.change({ wish: 'hidden' })}>
        {words.hide}
      </MenuItem>
      <MenuItem icon={AudioLines} onChoose={() => void speakOnly()}>
        {words.voiceOnly}
      </MenuItem>
    </>
  );
}
