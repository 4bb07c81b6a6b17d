import {
  ConnectionState,
  RoomEvent,
  type LocalTrack,
  type Room,
  type ScreenShareCaptureOptions,
} from 'livekit-client';
import { createListeners } from '../listeners.ts';

/** The guest's own shared screen. A plain object; views follow it. */
export interface ScreenShare {
  /** Whether a screen is captured, also while the connection that sends it is made anew. */
  getState: () => boolean;
  subscribe: (onChange: () => void) => () => void;
  /** To be called in a click. Rejects as `getDisplayMedia` does, or when LiveKit does not take it. */
  start: () => Promise<void>;
  stop: () => void;
  /**
   * Sends what is captured to this room, and again after its connection was made anew.
   *
   * @returns ends it; the capture goes on, for the next room
   */
  attach: (room: Room) => () => void;
  /** The guest has left: the capture ends. */
  end: () => void;
}

const captureOptions: ScreenShareCaptureOptions = {
  // The sound of what is shared, where the browser offers it.
  audio: true,
  // Sharp letters rather than smooth motion.
  contentHint: 'detail',
  // A picture of the call inside the call.
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
};

/** A track of the capture, and the way to end it. */
interface Captured {
  track: LocalTrack;
  release: () => void;
}

/**
 * Made once for the page: a capture can't be asked for again without a click, so it outlives a room that is lost.
 *
 * @param onLost the share ended while the guest was cut off, or could not be sent again
 */
export function createScreenShare(onLost: () => void): ScreenShare {
  let capture: readonly Captured[] = [];
  let room: Room | undefined;
  let isStarting = false;
  let isLost = false;
  const { subscribe, tellAll } = createListeners();

  function set(next: readonly Captured[]): void {
    capture = next;
    tellAll();
  }

  /** Publishes what is captured and not sent yet, and takes back what is captured no longer. */
  async function sync(): Promise<void> {
    const own = room?.localParticipant;
    if (!own) return;
    const unsent = capture.filter(
      ({ track }) =>
        own.getTrackPublication(track.source)?.track !== track &&
        track.mediaStreamTrack.readyState === 'live',
    );
    await Promise.all(unsent.map(({ track }) => own.publishTrack(track)));
    if (capture.length === 0) await own.setScreenShareEnabled(false);
  }

  function stop(): void {
    for (const { release } of capture) release();
    set([]);
    // While signalling is lost this fails; it is done again at `Reconnected`.
    sync().catch(() => {});
  }

  function onEnded(): void {
    isLost = room?.state !== ConnectionState.Connected;
    stop();
  }

  return {
    getState: () => capture.length > 0,
    subscribe,
    async start() {
      if (!room || isStarting || capture.length > 0) return;
      isStarting = true;
      try {
        const tracks = await room.localParticipant.createScreenTracks(captureOptions);
        tracks[0]?.mediaStreamTrack.addEventListener('ended', onEnded);
        set(tracks.map(captured));
        await sync();
      } catch (error) {
        stop();
        throw error;
      } finally {
        isStarting = false;
      }
    },
    stop,
    end: stop,
    attach(next) {
      room = next;
      const restore = () => {
        sync().then(tellLoss, () => {
          if (next.state !== ConnectionState.Connected) return;
          isLost = capture.length > 0;
          stop();
          tellLoss();
        });
      };
      function tellLoss(): void {
        if (isLost) onLost();
        isLost = false;
      }
      // Unpublished by the host, say. A room that is lost takes back everything as well, just before it says so.
      const onUnpublished = () =>
        setTimeout(() => {
          const isSent = capture.every(({ track }) =>
            next.localParticipant.getTrackPublication(track.source),
          );
          if (room === next && next.state === ConnectionState.Connected && !isSent && !isStarting) stop();
        }, 0);
      next.on(RoomEvent.Reconnected, restore).on(RoomEvent.LocalTrackUnpublished, onUnpublished);
      if (next.state === ConnectionState.Connected) restore();
      return () => {
        room = undefined;
        next.off(RoomEvent.Reconnected, restore).off(RoomEvent.LocalTrackUnpublished, onUnpublished);
      };
    },
  };
}

/** The SDK stops every track of a room that is over: this one is stopped by its owner alone. */
function captured(track: LocalTrack): Captured {
  const release = track.stop.bind(track);
  track.stop = () => track.stopMonitor();
  return { track, release };
}
