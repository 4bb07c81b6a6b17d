import { RoomEvent, Track, VideoQuality, type RemoteTrack, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../../listeners.ts';
import { pauseUnseen } from '../../session/livekit/pauseUnseen.ts';
import { followSpeaker } from './followSpeaker.ts';

/** Whether the guest wants the others' video. */
type VideoWish = 'all' | 'hidden';

/** How far a weak network has narrowed what comes in: 0 everything, then by steps to sound alone. */
export type VideoStep = 0 | 1 | 2 | 3;

export interface ReceivedVideoState {
  wish: VideoWish;
  step: VideoStep;
  /** Identity of the participant who spoke last, never oneself: theirs is the last face to go. */
  speaker: string | undefined;
}

/** How much of one video is received. */
export type VideoShare = 'full' | 'small' | 'none';

/**
 * How much of somebody's video is received. By steps: 1 makes faces small, 2 leaves the speaker's face (small) and
 * shared screens, 3 leaves nothing. Video on other pages is never received: adaptiveStream sees to it.
 */
export function videoShare(
  { wish, step, speaker }: ReceivedVideoState,
  { identity, isScreen }: { identity: string; isScreen: boolean },
): VideoShare {
  if (wish !== 'all' || step === 3) return 'none';
  if (step === 0 || isScreen) return 'full';
  return step === 1 || identity === speaker ? 'small' : 'none';
}

/** How much of the others' video comes in. A plain object; views follow it. */
export interface ReceivedVideo extends Followed<ReceivedVideoState> {
  change: (change: Partial<ReceivedVideoState>) => void;
  /** Asks the SFU of this room for as much as is wanted and can be carried. @returns ends it */
  attach: (room: Room) => () => void;
}

export function createReceivedVideo(): ReceivedVideo {
  let state: ReceivedVideoState = { wish: 'all', step: 0, speaker: undefined };
  const { subscribe, tellAll } = createListeners();

  function change(part: Partial<ReceivedVideoState>): void {
    const next = { ...state, ...part };
    if (next.wish === state.wish && next.step === state.step && next.speaker === state.speaker) return;
    state = next;
    tellAll();
  }

  return {
    getState: () => state,
    subscribe,
    change,
    attach(room) {
      const apply = () => ask(room, state);
      // The view has a moment to show it.
      const pauseIfUnseen = (track: RemoteTrack) => setTimeout(() => pauseUnseen(track), 0);
      const onSubscribed = (track: RemoteTrack) => {
        apply();
        pauseIfUnseen(track);
      };
      apply();
      // A guest who is brought back has subscribed to most of them before the room is attached.
      for (const { videoTrackPublications } of room.remoteParticipants.values()) {
        for (const { track } of videoTrackPublications.values()) if (track) pauseIfUnseen(track);
      }
      const unsubscribe = subscribe(apply);
      const unfollow = followSpeaker(room, (speaker) => change({ speaker }));
      room
        .on(RoomEvent.TrackPublished, apply)
        .on(RoomEvent.TrackSubscribed, onSubscribed)
        .on(RoomEvent.Reconnected, apply);
      return () => {
        unsubscribe();
        unfollow();
        room
          .off(RoomEvent.TrackPublished, apply)
          .off(RoomEvent.TrackSubscribed, onSubscribed)
          .off(RoomEvent.Reconnected, apply);
      };
    },
  };
}

function ask(room: Room, state: ReceivedVideoState): void {
  for (const { identity, videoTrackPublications } of room.remoteParticipants.values()) {
    for (const publication of videoTrackPublications.values()) {
      const isScreen = publication.source === Track.Source.ScreenShare;
      const share = videoShare(state, { identity, isScreen });
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
