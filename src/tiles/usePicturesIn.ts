import { RoomEvent, Track, VideoQuality, type RemoteTrack, type Room } from 'livekit-client';
import { useEffect } from 'react';
import { pauseUnseen } from '../session/livekit/pauseUnseen.ts';
import { followSpeaker } from '../media/received/followSpeaker.ts';
import { pictureShare, type PictureState } from '../media/received/receivedVideo.ts';
import { usePicturesStore } from './usePictures.ts';

/** For the page of the room: asks the SFU for as much of the others' pictures as is wanted and can be carried. */
export function usePicturesIn(room: Room): void {
  const pictures = usePicturesStore();
  useEffect(() => {
    const apply = () => ask(room, pictures.getState());
    // The view has a moment to show it.
    const pauseIfUnseen = (track: RemoteTrack) => setTimeout(() => pauseUnseen(track), 0);
    const onSubscribed = (track: RemoteTrack) => {
      apply();
      pauseIfUnseen(track);
    };
    apply();
    // A guest who is brought back has subscribed to most of them before the view gets the new room.
    for (const { videoTrackPublications } of room.remoteParticipants.values()) {
      for (const { track } of videoTrackPublications.values()) if (track) pauseIfUnseen(track);
    }
    const unsubscribe = pictures.subscribe(apply);
    const unfollow = followSpeaker(room, (speaker) => pictures.change({ speaker }));
    room
      .on(RoomEvent.TrackPublished, apply)
      .on(RoomEvent.TrackSubscribed, onSubscribed)
      .on(RoomEvent.Reconnected, apply);
    return () => {
      unsubscribe();
      room
        .off(RoomEvent.TrackPublished, apply)
        .off(RoomEvent.TrackSubscribed, onSubscribed)
        .off(RoomEvent.Reconnected, apply);
      unfollow();
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
      const quality = share === 'small' ? VideoQuality.LOW : VideoQuality.HIGH;
      // Not where it is so already: each call is a message, and one that says HIGH has the SFU send everybody in full size until it knows how large
      // they are shown. Of an adaptiveStream client it begins with the smallest.
      if (share !== 'none' && publication.videoQuality !== quality) publication.setVideoQuality(quality);
    }
  }
}
