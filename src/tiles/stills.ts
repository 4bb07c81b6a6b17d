import { RoomEvent, type RemoteParticipant, type RemoteTrack, type Room, type Track } from 'livekit-client';
import { tileKey } from './tileKey.ts';

/** Shown dimmed and for a few seconds: more would be wasted. */
const maxWidth = 640;
/** The SDK lets go of the pictures before it says why. */
const momentMs = 1000;

/** The last frames of pictures whose connection is being made anew, by the keys of their tiles. */
export interface Stills {
  getState: () => ReadonlyMap<string, HTMLCanvasElement>;
  subscribe: (onChange: () => void) => () => void;
  /** Takes the last frame of every picture that goes. @returns ends it */
  follow: (room: Room) => () => void;
  /** Keeps them from now on; otherwise each is forgotten after a moment. @returns ends it, and forgets them */
  hold: () => () => void;
}

export function createStills(): Stills {
  let stills: ReadonlyMap<string, HTMLCanvasElement> = new Map();
  let isHeld = false;
  let forgetting: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function set(next: ReadonlyMap<string, HTMLCanvasElement>): void {
    stills = next;
    for (const listener of listeners) listener();
  }

  return {
    getState: () => stills,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    follow(room) {
      // Told before the view lets go of the track, while its element still has the frame.
      const onGone = (track: RemoteTrack, { source }: { source: Track.Source }, who: RemoteParticipant) => {
        const frame = lastFrame(track);
        if (!frame) return;
        set(new Map(stills).set(tileKey({ participant: who, source }), frame));
        if (!isHeld) forgetting ??= setTimeout(forget, momentMs);
      };
      room.on(RoomEvent.TrackUnsubscribed, onGone);
      return () => {
        room.off(RoomEvent.TrackUnsubscribed, onGone);
      };
    },
    hold() {
      isHeld = true;
      clearTimeout(forgetting);
      forgetting = undefined;
      return () => {
        isHeld = false;
        forget();
      };
    },
  };

  function forget(): void {
    forgetting = undefined;
    set(new Map());
  }
}

function lastFrame(track: RemoteTrack): HTMLCanvasElement | undefined {
  const video = track.attachedElements.find((element) => element instanceof HTMLVideoElement);
  if (!video?.videoWidth) return undefined;
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, maxWidth / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
