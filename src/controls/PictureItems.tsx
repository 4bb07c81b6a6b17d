import { AudioLines, Image, ImageOff } from 'lucide';
import { ParticipantEvent, Track, type TrackPublication } from 'livekit-client';
import { useEffect } from 'react';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { usePictures, usePicturesStore } from '../tiles/usePictures.ts';
import { MenuItem } from '../ui/Menu.tsx';

/** The others' pictures hidden by hand; with “voice only” one's own is not sent either. */
export function PictureItems({ onSet }: { onSet: (kind: DeviceKind, isOn: boolean) => void }) {
  const { pictures: words } = useRoomMessages();
  const wish = usePictures((state) => state.wish);
  const { change } = usePicturesStore();
  const { localParticipant } = useRoomContext();
  useCameraEndsVoiceOnly();

  async function speakOnly(): Promise<void> {
    change({ wish: 'voice_only' });
    await localParticipant.setCameraEnabled(false);
    onSet('camera', false);
  }

  if (wish !== 'all') {
    return (
      <MenuItem icon={Image} onChoose={() => change({ wish: 'all' })}>
        {words.show}
      </MenuItem>
    );
  }
  return (
    <>
      <MenuItem icon={ImageOff} onChoose={() => change({ wish: 'hidden' })}>
        {words.hide}
      </MenuItem>
      <MenuItem icon={AudioLines} onChoose={() => void speakOnly()}>
        {words.voiceOnly}
      </MenuItem>
    </>
  );
}

/** Who turns the camera on sends more than a voice: the others' pictures stay hidden. */
function useCameraEndsVoiceOnly(): void {
  const room = useRoomContext();
  const pictures = usePicturesStore();
  useEffect(() => {
    const onOn = ({ source }: TrackPublication) => {
      if (source === Track.Source.Camera && pictures.getState().wish === 'voice_only') {
        pictures.change({ wish: 'hidden' });
      }
    };
    room.localParticipant
      .on(ParticipantEvent.TrackUnmuted, onOn)
      .on(ParticipantEvent.LocalTrackPublished, onOn);
    return () => {
      room.localParticipant
        .off(ParticipantEvent.TrackUnmuted, onOn)
        .off(ParticipantEvent.LocalTrackPublished, onOn);
    };
  }, [room, pictures]);
}
