import {
  RoomEvent,
  Track,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client';
import type { Call } from '../call/call.ts';
import { markOnce } from '../call/marks.ts';
import { attachPicture } from './attachPicture.ts';
import { onFirstFrame } from './onFirstFrame.ts';
import { pauseUnseen } from './pauseUnseen.ts';

/** How long the page is not drawn for a picture that does not come. */
const longestMs = 6000;

/** How long a tile of the room's page, once that is shown, may take for its first frame. */
const longestTileMs = 2000;

/**
 * For who has clicked before the app is there: what comes first of the others is seen and heard without it, since on a slow processor its
 * drawing would hold that up. It goes when the room's page has taken over, or when the call has come to nothing.
 *
 * @param sight drawn by src/pages/FirstSight.tsx, and hidden
 * @returns when the page can be drawn: a picture is seen, nobody sends one, the call has come to nothing, or it takes too long
 */
export function showFirstSight(call: Call, sight: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const attached: [RemoteTrack, HTMLMediaElement][] = [];
    let room: Room | undefined;
    let isOver = false;
    const ending = new AbortController();

    function over(): void {
      isOver = true;
      resolve();
    }

    function onTrack(
      track: RemoteTrack,
      { source }: RemoteTrackPublication,
      { name = '' }: RemoteParticipant,
    ): void {
      if (track.kind === Track.Kind.Audio) {
        // What people say is written nowhere: there are no captions to show.
        const audio = document.createElement('audio');
        sight.append(audio);
        attached.push([track, track.attach(audio)]);
      } else if (isOver || attached.some(([{ kind }]) => kind === Track.Kind.Video)) {
        // The room's page, if it is there, has a moment to show it.
        setTimeout(() => pauseUnseen(track), 0);
      } else {
        const video = show(sight, name, source === Track.Source.ScreenShare);
        attached.push([track, video]);
        attachPicture(track, video);
        onFirstFrame(video, () => {
          markOnce('room:first-remote-frame');
          over();
        });
      }
    }

    function onAnswered(): void {
      if (room && !isAnybodySeen(room)) over();
    }

    function takeAway(): void {
      ending.abort();
      room?.off(RoomEvent.TrackSubscribed, onTrack).off(RoomEvent.SignalConnected, onAnswered);
      for (const [track, element] of attached) {
        element.remove();
        track.detach(element);
      }
      sight.hidden = true;
      setInert(false);
    }

    /** There is to be no moment without a picture. */
    function takeAwayOnceDrawn(latestMs: number): void {
      const isLate = performance.now() > latestMs || call.getState().status !== 'live';
      if (isLate || isTileDrawn()) takeAway();
      else requestAnimationFrame(() => takeAwayOnceDrawn(latestMs));
    }

    function follow(): void {
      const state = call.getState();
      if (state.status !== 'joining') {
        unfollow();
        over();
        takeAwayOnceDrawn(performance.now() + longestTileMs);
      } else if (state.room && !room) {
        room = state.room.on(RoomEvent.TrackSubscribed, onTrack).on(RoomEvent.SignalConnected, onAnswered);
      }
    }

    const unfollow = call.subscribe(follow);
    follow();
    setTimeout(over, longestMs);
    sight
      .querySelector('button')
      ?.addEventListener('click', () => void call.leave(), { signal: ending.signal });
  });
}

function isAnybodySeen(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(({ videoTrackPublications }) =>
    [...videoTrackPublications.values()].some(({ isMuted }) => !isMuted),
  );
}

/** In place of the lobby, which stays beneath for who leaves. */
function show(sight: HTMLElement, name: string, isScreen: boolean): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = true;
  video.muted = true;
  video.playsInline = true;
  video.dataset['screen'] = String(isScreen);
  video.addEventListener('resize', () => {
    video.dataset['upright'] = String(video.videoHeight > video.videoWidth);
  });
  const caption = sight.querySelector('p');
  if (caption) caption.textContent = name;
  caption?.before(video);
  setInert(true);
  sight.hidden = false;
  sight.querySelector('main')?.focus();
  return video;
}

function setInert(isInert: boolean): void {
  const page = document.getElementById('root');
  if (page) page.inert = isInert;
}

function isTileDrawn(): boolean {
  const videos = [...document.querySelectorAll<HTMLVideoElement>('[data-tile][data-own=false] video')];
  return videos.some(({ readyState }) => readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
}
