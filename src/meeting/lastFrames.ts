import type { Room, Track } from 'livekit-client';
import { tileKey } from './tiles.ts';
import { createListeners, type Followed } from '../listeners.ts';
import { isOwnFace } from '../media/own/cameraSide.ts';
import { beforeVideosDetach } from '../session/livekit/engine.ts';

/**
 * Width in pixels of a video's last frame, which is shown while the client reconnects. A small frame is enough,
 * because it is dimmed and shown for a few seconds only.
 */
const maxWidth = 640;
/**
 * How long the last frames are kept until the loss of the connection is confirmed. They have to be taken before that,
 * because later the videos are detached from their elements.
 */
const momentMs = 1000;

/** While the client reconnects: the last frames of the videos, by the keys of their tiles. */
export interface LastFrames extends Followed<ReadonlyMap<string, HTMLCanvasElement>> {
  /**
   * Takes the last frames when the connection to this room restarts or is lost.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
}

/**
 * Creates the store of last frames.
 *
 * @param settled false while the client reconnects. Frames are kept until it is true again; if it stays true, they are
 *   dropped after a moment
 * @param isSelfMirrored whether the guest sees their own face mirrored
 */
export function createLastFrames(settled: Followed<boolean>, isSelfMirrored: () => boolean): LastFrames {
  let frames: ReadonlyMap<string, HTMLCanvasElement> = new Map();
  let forgetting: ReturnType<typeof setTimeout> | undefined;
  const { subscribe, tellAll } = createListeners();

  function set(next: ReadonlyMap<string, HTMLCanvasElement>): void {
    frames = next;
    tellAll();
  }

  function forget(): void {
    clearTimeout(forgetting);
    forgetting = undefined;
    set(new Map());
  }

  settled.subscribe(() => {
    if (settled.getState()) return forget();
    clearTimeout(forgetting);
    forgetting = undefined;
  });

  return {
    getState: () => frames,
    subscribe,
    attach(room) {
      const take = () => {
        const next = new Map(frames);
        for (const participant of [room.localParticipant, ...room.remoteParticipants.values()]) {
          for (const { track, source } of participant.videoTrackPublications.values()) {
            const frame = track && lastFrame(track, isSelfMirrored() && isOwnFace(track));
            if (frame) next.set(tileKey({ participant, source }), frame);
          }
        }
        set(next);
        if (settled.getState()) forgetting ??= setTimeout(forget, momentMs);
      };
      return beforeVideosDetach(room, take);
    },
  };
}

function lastFrame(track: Track, isMirrored: boolean): HTMLCanvasElement | undefined {
  const video = track.attachedElements.find((element) => element instanceof HTMLVideoElement);
  if (!video?.videoWidth) return undefined;
  const canvas = document.createElement('canvas');
  const scale = Math.min(1, maxWidth / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d');
  if (isMirrored) context?.setTransform(-1, 0, 0, 1, canvas.width, 0);
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
