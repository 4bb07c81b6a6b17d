import { RoomEvent, Track, VideoQuality, type Participant, type Room } from 'livekit-client';
import { useEffect } from 'react';
import { pictureShare, type PictureState } from './pictures.ts';
import { usePicturesStore } from './usePictures.ts';

/** For the page of the room: asks the SFU for as much of the others' pictures as is wanted and can be carried. */
export function usePicturesIn(room: Room): void {
  const pictures = usePicturesStore();
  useEffect(() => {
    const apply = () => ask(room, pictures.getState());
    const onSpeakers = (speakers: readonly Participant[]) => {
      const speaker = speakers.find(({ isLocal }) => !isLocal);
      if (speaker) pictures.change({ speaker: speaker.identity });
    };
    apply();
    const unsubscribe = pictures.subscribe(apply);
    room
      .on(RoomEvent.TrackPublished, apply)
      .on(RoomEvent.TrackSubscribed, apply)
      .on(RoomEvent.Reconnected, apply)
      .on(RoomEvent.ActiveSpeakersChanged, onSpeakers);
    return () => {
      unsubscribe();
      room
        .off(RoomEvent.TrackPublished, apply)
        .off(RoomEvent.TrackSubscribed, apply)
        .off(RoomEvent.Reconnected, apply)
        .off(RoomEvent.ActiveSpeakersChanged, onSpeakers);
    };
  }, [room, pictures]);
}

function ask(room: Room, state: PictureState): void {
  for (const { identity, videoTrackPublications } of room.remoteParticipants.values()) {
    for (const publication of videoTrackPublications.values()) {
      const isScreen = publication.source === Track.Source.ScreenShare;
      const share = pictureShare(state, { identity, isScreen });
      // Not setEnabled: once called, it overrides adaptiveStream's pause of what is out of sight
      // (livekit-client 2.23, RemoteTrackPublication.isEnabled).
      if (publication.isDesired !== (share !== 'none')) publication.setSubscribed(share !== 'none');
      if (share !== 'none') {
        publication.setVideoQuality(share === 'small' ? VideoQuality.LOW : VideoQuality.HIGH);
      }
    }
  }
}
