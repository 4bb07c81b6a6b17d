import {
  ConnectionState,
  RoomEvent,
  Track,
  type Participant,
  type RemoteTrack,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import type { Call } from '../call/call.ts';
import { markOnce } from '../call/marks.ts';
import { roleOf } from '../call/roles.ts';
import { attachVideo } from '../session/livekit/attachVideo.ts';
import { shownName, textNow } from '../meeting/names.ts';
import { isAnybodySeen } from '../media/received/isAnybodySeen.ts';
import { onFirstFrame } from '../media/received/onFirstFrame.ts';
import { pauseUnseen } from '../session/livekit/pauseUnseen.ts';
import {
  findPart,
  findRoot,
  markUpright,
  screenAttribute,
  stateAttribute,
  type EarlyVideoState,
} from './page/parts.ts';
import { findRoomPage, findTileVideos } from './page/roomParts.ts';
import { whenIdle } from './whenIdle.ts';

/** Longest wait for the first received video before the room is rendered without it. */
const longestMs = 6000;

/**
 * If the main thread is idle for this long, the page only waits for the network, so the room is rendered even without a
 * video. The time is short if the lobby has rendered the room already, since showing the room then takes little time.
 * Otherwise it is longer, because rendering takes about as long as an answer on a slow network.
 */
const idleMs = { drawn: 30, other: 100 };

/** Longest wait, after the room was rendered, for its tile to show the video. */
const longestTileMs = 2000;

/**
 * Delay before the page beneath the early video is made inert. Making it inert recalculates every style, and usually
 * the room is rendered earlier.
 */
const coverMs = 300;

/** Duration of the early video's transition in src/styles/earlyVideo.css. */
const fadeMs = 150;

/**
 * Plays the first received video, and all audio, before React renders the room, which takes long on a slow processor,
 * and even before the app has loaded. The early video is removed when the tile in the room shows the same video, or
 * when the call has failed.
 */
export function showEarlyVideo(call: Call, element: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const attached: [RemoteTrack, HTMLMediaElement][] = [];
    const ending = new AbortController();
    const video = makeVideo();
    let room: Room | undefined;

    const limit = setTimeout(() => finish(false), longestMs);
    const stopLooking = whenIdle(findRoomPage() ? idleMs.drawn : idleMs.other, () => finish(false));

    function finish(isSeen: boolean): void {
      clearTimeout(limit);
      stopLooking();
      resolve(isSeen);
    }

    /** In the background browsers render no frame of a page, so early video ends there. */
    function onVisibility(): void {
      if (document.hidden) finish(false);
    }

    function layOut({ remoteParticipants }: Room): void {
      element.hidden = false;
      // Listeners have no tiles in the room.
      const seen = [...remoteParticipants.values()].filter((one) => roleOf(one) !== 'listener');
      element.style.setProperty('--columns', String(columns(seen.length)));
    }

    function onAnswered(): void {
      // The early video's element is laid out now, while the page waits for the network, rather than when the video
      // arrives.
      if (room && isAnybodySeen(room)) layOut(room);
      else finish(false);
    }

    function onTrack(track: RemoteTrack, { source }: TrackPublication, { identity }: Participant): void {
      if (track.kind === Track.Kind.Audio) {
        // The audio element has no captions, because there are none for live speech.
        const audio = document.createElement('audio');
        element.append(audio);
        attached.push([track, track.attach(audio)]);
      } else if (isRoomDrawn() || video.srcObject) {
        // With setTimeout, so that the room's page, if it is rendered, can attach the track to a tile before
        // `pauseUnseen` looks whether it is attached.
        setTimeout(() => pauseUnseen(track), 0);
      } else {
        if (room) layOut(room);
        setState(element, 'seen');
        video.setAttribute(screenAttribute, String(source === Track.Source.ScreenShare));
        const caption = findPart(element, 'caption');
        // The caption in index.html contains the word for a guest without a name, which is shown if this participant
        // has none.
        if (caption && room) caption.textContent = shownName(textNow(room, identity), caption.textContent);
        caption?.before(video);
        attachVideo(track, video);
        attached.push([track, video]);
        onFirstFrame(video, () => {
          markOnce('room:first-remote-frame');
          // With setTimeout, because `finish` lets React render the room, which takes long and would delay this frame
          // of the video.
          setTimeout(() => finish(true), 0);
          setTimeout(() => setPageInert(isState(element, 'seen')), coverMs);
        });
      }
    }

    function remove(): void {
      ending.abort();
      room?.off(RoomEvent.TrackSubscribed, onTrack).off(RoomEvent.SignalConnected, onAnswered);
      for (const [track, media] of attached) {
        media.remove();
        track.detach(media);
      }
      element.hidden = true;
      element.removeAttribute(stateAttribute);
      setPageInert(false);
    }

    /**
     * Once the room's page is shown, only the video of the early video stays, until the video's tile shows it as well.
     * So the video never disappears.
     */
    function handOver(drawnAtMs = Infinity): void {
      const isLive = call.getState().status === 'live' && video.srcObject !== null;
      if (!isLive || performance.now() > drawnAtMs + longestTileMs) {
        remove();
      } else if (isInTile(video)) {
        setState(element, 'gone');
        setPageInert(false);
        setTimeout(remove, fadeMs);
      } else {
        const isDrawn = isRoomDrawn();
        if (isDrawn) {
          setState(element, 'over');
          setPageInert(false);
        }
        requestAnimationFrame(() => handOver(isDrawn ? Math.min(drawnAtMs, performance.now()) : Infinity));
      }
    }

    function follow(): void {
      const state = call.getState();
      if (state.status !== 'joining') {
        unfollow();
        finish(false);
        handOver();
      } else if (state.room && state.room !== room) {
        // A guest who was connected in the lobby may have to join with a new room after all.
        room?.off(RoomEvent.TrackSubscribed, onTrack).off(RoomEvent.SignalConnected, onAnswered);
        room = state.room.on(RoomEvent.TrackSubscribed, onTrack).on(RoomEvent.SignalConnected, onAnswered);
        if (room.state === ConnectionState.Connected) onAnswered();
      }
    }

    const unfollow = call.subscribe(follow);
    follow();
    const { signal } = ending;
    document.addEventListener('visibilitychange', onVisibility, { signal });
    onVisibility();
    findPart(element, 'leave')?.addEventListener('click', () => void call.leave(), { signal });
  });
}

function isState(element: HTMLElement, state: EarlyVideoState): boolean {
  return element.getAttribute(stateAttribute) === state;
}

function setState(element: HTMLElement, state: EarlyVideoState): void {
  element.setAttribute(stateAttribute, state);
}

/**
 * Number of columns that gives the early video about the size of its later tile, because the page requests the video in
 * that size from the SFU. With one other participant there is one column: a phone shows only their video.
 */
function columns(others: number): number {
  return others === 1 ? 1 : Math.ceil(Math.sqrt(others + 1));
}

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = true;
  video.muted = true;
  video.playsInline = true;
  video.addEventListener('resize', () => markUpright(video));
  return video;
}

/**
 * Makes the page beneath the early video inert, or usable again. That page is the lobby, which has to work when the
 * guest leaves.
 */
function setPageInert(isInert: boolean): void {
  const page = findRoot();
  if (page) page.inert = isInert;
}

/** Whether the room's page is laid out, perhaps behind the lobby. In the lobby it may be rendered in advance, but without layout (`display: none`). */
function isRoomDrawn(): boolean {
  return findRoomPage()?.checkVisibility() ?? false;
}

/** Whether a tile of the room's page shows the same video track as this element of the early video. */
function isInTile(video: HTMLVideoElement): boolean {
  const track = trackOf(video);
  return findTileVideos().some(
    (one) => trackOf(one) === track && one.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
  );
}

function trackOf({ srcObject }: HTMLVideoElement): MediaStreamTrack | undefined {
  return srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0] : undefined;
}
