import { RoomEvent, Track, VideoQuality, type RemoteTrack, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../../listeners.ts';
import { pauseUnseen } from '../../session/livekit/pauseUnseen.ts';
import { followSpeaker } from './followSpeaker.ts';

/** Whether the guest wants to see the others' video. */
type VideoWish = 'all' | 'hidden';

/** How far received video is reduced on a weak network: from 0 (all video) to 3 (audio only). */
export type VideoStep = 0 | 1 | 2 | 3;

export interface ReceivedVideoState {
  wish: VideoWish;
  step: VideoStep;
  /** Identity of the other participant who spoke last. The video of their face is given up last. */
  speaker: string | undefined;
}

/** In what size the page receives one remote video: as large as its tile, small, or not at all. */
export type VideoShare = 'full' | 'small' | 'none';

/**
 * In what size the page receives a video at each step of `ReceivedVideoState`. Step 1: faces small. Step 2: only the
 * speaker's face (small) and shared screens. Step 3: no video. Videos on other pages of tiles are paused by
 * `adaptiveStream`.
 */
export function videoShare(
  { wish, step, speaker }: ReceivedVideoState,
  { identity, isScreen }: { identity: string; isScreen: boolean },
): VideoShare {
  if (wish !== 'all' || step === 3) return 'none';
  if (step === 0 || isScreen) return 'full';
  return step === 1 || identity === speaker ? 'small' : 'none';
}

/** Decides which remote videos the page receives, and in what size. */
export interface ReceivedVideo extends Followed<ReceivedVideoState> {
  change: (change: Partial<ReceivedVideoState>) => void;
  /**
   * Subscribes to the videos of this room as the state demands.
   *
   * @returns detaches
   */
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
      // `pauseUnseen` pauses a video that no element shows. It runs in a timeout, so that a view can attach the track
      // to an element before.
      const pauseIfUnseen = (track: RemoteTrack) => setTimeout(() => pauseUnseen(track), 0);
      const onSubscribed = (track: RemoteTrack) => {
        apply();
        pauseIfUnseen(track);
      };
      apply();
      // When the guest rejoins, most tracks are subscribed before `attach` is called, so they are handled here.
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
      // The app uses setSubscribed instead of setEnabled, because after a call of setEnabled adaptiveStream no longer
      // pauses video out of sight (livekit-client 2.23, RemoteTrackPublication.isEnabled).
      if (publication.isDesired !== (share !== 'none')) publication.setSubscribed(share !== 'none');
      const quality = share === 'small' ? VideoQuality.LOW : VideoQuality.HIGH;
      // The quality is set only if it changes, because each call sends a message, and HIGH makes the SFU send the full
      // size until it knows the size on screen. For a client with adaptiveStream the SFU starts with the smallest
      // layer.
      if (share !== 'none' && publication.videoQuality !== quality) publication.setVideoQuality(quality);
    }
  }
}
