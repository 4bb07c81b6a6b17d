import { RoomEvent, Track, VideoQuality, type RemoteTrack, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../../listeners.ts';
import { pauseUnseen } from '../../session/livekit/pauseUnseen.ts';
import { followSpeaker } from './followSpeaker.ts';

/** Whether the guest wants the others' video. */
type VideoWish = 'all' | 'hidden';

/** Reduction of received video on a weak network: from 0 (all video) to 3 (audio only). */
export type VideoStep = 0 | 1 | 2 | 3;

export interface ReceivedVideoState {
  wish: VideoWish;
  step: VideoStep;
  /** Identity of the remote participant who spoke last. Their face is the last to be dropped. */
  speaker: string | undefined;
}

/** How much of one video is received. */
export type VideoShare = 'full' | 'small' | 'none';

/**
 * How much of a video is received. Step 1: small faces. Step 2: only the speaker's face (small) and shared screens. Step 3: no video. Video on other pages
 * of the stage is paused by `adaptiveStream`.
 */
export function videoShare(
  { wish, step, speaker }: ReceivedVideoState,
  { identity, isScreen }: { identity: string; isScreen: boolean },
): VideoShare {
  if (wish !== 'all' || step === 3) return 'none';
  if (step === 0 || isScreen) return 'full';
  return step === 1 || identity === speaker ? 'small' : 'none';
}

/** How much of the remote video is received. */
export interface ReceivedVideo extends Followed<ReceivedVideoState> {
  change: (change: Partial<ReceivedVideoState>) => void;
  /** Subscribes to the video of this room according to the state. @returns detaches */
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
      // With setTimeout, so that a view can attach the track first.
      const pauseIfUnseen = (track: RemoteTrack) => setTimeout(() => pauseUnseen(track), 0);
      const onSubscribed = (track: RemoteTrack) => {
        apply();
        pauseIfUnseen(track);
      };
      apply();
      // When rejoining, most tracks are subscribed before this is attached.
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
      // Not setEnabled, because after a call of it adaptiveStream no longer pauses video out of sight (livekit-client 2.23,
      // RemoteTrackPublication.isEnabled).
      if (publication.isDesired !== (share !== 'none')) publication.setSubscribed(share !== 'none');
      const quality = share === 'small' ? VideoQuality.LOW : VideoQuality.HIGH;
      // Only if it changes, because each call sends a message, and HIGH makes the SFU send the full size until it knows the size on screen. For a client
      // with adaptiveStream it starts with the smallest layer.
      if (share !== 'none' && publication.videoQuality !== quality) publication.setVideoQuality(quality);
    }
  }
}
