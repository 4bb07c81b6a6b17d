import {
  RoomEvent,
  Track,
  type Participant,
  type RemoteTrack,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import type { Call } from '../call/call.ts';
import { markOnce } from '../call/marks.ts';
import { attachPicture } from '../session/livekit/attachPicture.ts';
import { nameIn, shownName } from '../meeting/names.ts';
import { onFirstFrame } from '../room/onFirstFrame.ts';
import { pauseUnseen } from '../session/livekit/pauseUnseen.ts';
import {
  findPart,
  findRoot,
  screenAttribute,
  stateAttribute,
  type EarlyVideoState,
  uprightAttribute,
} from './page/parts.ts';
import { findRoomPage, findTileVideos } from './page/roomParts.ts';
import { whenIdle } from './whenIdle.ts';

/** How long the page is not drawn for a picture that does not come. */
const longestMs = 6000;

/**
 * A processor that has had nothing to do for so long may as well draw: what is waited for is the network. Where the room has been drawn in the
 * lobby that takes little, else as much as on a slow network an answer.
 */
const idleMs = { drawn: 30, other: 100 };

/** How long the room's page, once it is drawn, may be without the picture. */
const longestTileMs = 2000;

/** After which keys no longer reach what lies beneath. Not at once: every style is looked at for it, and mostly the room is there sooner. */
const coverMs = 300;

/** As long as it takes to fade (src/styles/earlyVideo.css). */
const fadeMs = 150;

/**
 * What comes first of the others is seen and heard before the room is drawn, which on a slow processor would hold it up, and before the app
 * is there if the guest has clicked so soon. It goes when the room's page has taken over, or when the call has come to nothing.
 *
 * @param sight drawn by src/pages/EarlyVideo.tsx, and hidden
 * @returns when the room can be drawn, and whether somebody is seen: or else nobody sends a picture, the call has come to nothing, or it
 *   takes too long
 */
export function showEarlyVideo(call: Call, sight: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const attached: [RemoteTrack, HTMLMediaElement][] = [];
    const ending = new AbortController();
    const video = makeVideo();
    let room: Room | undefined;

    const limit = setTimeout(() => over(false), longestMs);
    const stopLooking = whenIdle(findRoomPage() ? idleMs.drawn : idleMs.other, () => over(false));

    function over(isSeen: boolean): void {
      clearTimeout(limit);
      stopLooking();
      resolve(isSeen);
    }

    /** Of a page in the background no frame is drawn. */
    function onVisibility(): void {
      if (document.hidden) over(false);
    }

    function layOut({ remoteParticipants }: Room): void {
      sight.hidden = false;
      sight.style.setProperty('--columns', String(columns(remoteParticipants.size)));
    }

    function onAnswered(): void {
      // While there is time, not when the picture comes.
      if (room && isAnybodySeen(room)) layOut(room);
      else over(false);
    }

    function onTrack(track: RemoteTrack, { source }: TrackPublication, { identity }: Participant): void {
      if (track.kind === Track.Kind.Audio) {
        // What people say is written nowhere: there are no captions to show.
        const audio = document.createElement('audio');
        sight.append(audio);
        attached.push([track, track.attach(audio)]);
      } else if (isRoomDrawn() || video.srcObject) {
        // The room's page, if it is there, has a moment to show it.
        setTimeout(() => pauseUnseen(track), 0);
      } else {
        if (room) layOut(room);
        setState(sight, 'seen');
        video.setAttribute(screenAttribute, String(source === Track.Source.ScreenShare));
        const caption = findPart(sight, 'caption');
        // The word for a guest without a name stands there.
        if (caption && room) caption.textContent = shownName(nameIn(room, identity), caption.textContent);
        caption?.before(video);
        attachPicture(track, video);
        attached.push([track, video]);
        onFirstFrame(video, () => {
          markOnce('room:first-remote-frame');
          // It is on screen after that: what follows takes long.
          setTimeout(() => over(true), 0);
          setTimeout(() => setPageInert(isState(sight, 'seen')), coverMs);
        });
      }
    }

    function takeAway(): void {
      ending.abort();
      room?.off(RoomEvent.TrackSubscribed, onTrack).off(RoomEvent.SignalConnected, onAnswered);
      for (const [track, element] of attached) {
        element.remove();
        track.detach(element);
      }
      sight.hidden = true;
      sight.removeAttribute(stateAttribute);
      setPageInert(false);
    }

    /** From the room's page on only the picture stays, until its tile has it, too: there is to be no moment without. */
    function handOver(drawnAtMs = Infinity): void {
      const isLive = call.getState().status === 'live' && video.srcObject !== null;
      if (!isLive || performance.now() > drawnAtMs + longestTileMs) {
        takeAway();
      } else if (isInTile(video)) {
        setState(sight, 'gone');
        setPageInert(false);
        setTimeout(takeAway, fadeMs);
      } else {
        const isDrawn = isRoomDrawn();
        if (isDrawn) {
          setState(sight, 'over');
          setPageInert(false);
        }
        requestAnimationFrame(() => handOver(isDrawn ? Math.min(drawnAtMs, performance.now()) : Infinity));
      }
    }

    function follow(): void {
      const state = call.getState();
      if (state.status !== 'joining') {
        unfollow();
        over(false);
        handOver();
      } else if (state.room && !room) {
        room = state.room.on(RoomEvent.TrackSubscribed, onTrack).on(RoomEvent.SignalConnected, onAnswered);
      }
    }

    const unfollow = call.subscribe(follow);
    follow();
    const { signal } = ending;
    document.addEventListener('visibilitychange', onVisibility, { signal });
    onVisibility();
    findPart(sight, 'leave')?.addEventListener('click', () => void call.leave(), { signal });
  });
}

function isState(sight: HTMLElement, state: EarlyVideoState): boolean {
  return sight.getAttribute(stateAttribute) === state;
}

function setState(sight: HTMLElement, state: EarlyVideoState): void {
  sight.setAttribute(stateAttribute, state);
}

function isAnybodySeen(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(({ videoTrackPublications }) =>
    [...videoTrackPublications.values()].some(({ isMuted }) => !isMuted),
  );
}

/** About as large as its tile will be, which is what the SFU is asked for. With one other person a phone shows them alone. */
function columns(others: number): number {
  return others === 1 ? 1 : Math.ceil(Math.sqrt(others + 1));
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = true;
  video.muted = true;
  video.playsInline = true;
  video.addEventListener('resize', () => {
    video.setAttribute(uprightAttribute, String(video.videoHeight > video.videoWidth));
  });
  return video;
}

/** The lobby lies beneath, for who leaves. */
function setPageInert(isInert: boolean): void {
  const page = findRoot();
  if (page) page.inert = isInert;
}

/** Or laid out behind the lobby. In the lobby of a page that is whole it is there, too, and takes no place. */
function isRoomDrawn(): boolean {
  return findRoomPage()?.checkVisibility() ?? false;
}

/** Whether the room's page shows the same picture. */
function isInTile(video: HTMLVideoElement): boolean {
  const track = trackOf(video);
  return findTileVideos().some(
    (one) => trackOf(one) === track && one.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
  );
}

function trackOf({ srcObject }: HTMLVideoElement): MediaStreamTrack | undefined {
  return srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0] : undefined;
}
