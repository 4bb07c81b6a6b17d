import {
  ConnectionState,
  RoomEvent,
  type LocalTrack,
  type Room,
  type ScreenShareCaptureOptions,
} from 'livekit-client';
import { createListeners } from '../listeners.ts';
import { shareProblem, type ShareProblem } from '../media/own/shareProblem.ts';

/** The screen that the guest shares. */
export interface ScreenShare {
  /** Whether the browser captures a screen for the guest; also true while the client reconnects. */
  getState: () => boolean;
  subscribe: (onChange: () => void) => () => void;
  /**
   * Starts or stops sharing. Must be called in a click handler, because browsers allow a capture only after a click.
   *
   * @returns the reason why sharing did not start; `undefined` if it did, or if the guest has cancelled the browser's
   *   prompt
   */
  toggle: () => Promise<ShareProblem | undefined>;
  stop: () => void;
  /**
   * Publishes the captured screen in this room, and again each time the room's connection restarts.
   *
   * @returns detaches; the capture goes on for the next room
   */
  attach: (room: Room) => () => void;
  /** Called when the guest has left the call: ends the capture. */
  end: () => void;
}

const captureOptions: ScreenShareCaptureOptions = {
  // The options ask the browser to capture the screen's sound as well, if it can.
  audio: true,
  // `detail` prefers sharp text to smooth motion.
  contentHint: 'detail',
  // The browser does not offer the call's own tab, which would show the call inside the call.
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
};

/** A captured track of a screen, and the function that stops it. */
interface Captured {
  track: LocalTrack;
  release: () => void;
}

/**
 * Creates the shared screen, once for the page. The capture outlives a lost room, because browsers allow a new capture
 * only after a click.
 *
 * @param onLost called when the capture ended while there was no connection, or when the screen could not be published
 *   again
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

  /** Publishes the captured tracks that are not published yet. If nothing is captured, it unpublishes the screen. */
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
    // Unpublishing fails without signalling. Then `restore` does it again when the room is reconnected.
    sync().catch(() => {});
  }

  function onEnded(): void {
    isLost = room?.state !== ConnectionState.Connected;
    stop();
  }

  return {
    getState: () => capture.length > 0,
    subscribe,
    async toggle() {
      if (capture.length > 0) {
        stop();
        return undefined;
      }
      if (!room || isStarting) return undefined;
      isStarting = true;
      const clickedAtMs = performance.now();
      try {
        const tracks = await room.localParticipant.createScreenTracks(captureOptions);
        tracks[0]?.mediaStreamTrack.addEventListener('ended', onEnded);
        set(tracks.map(captured));
        await sync();
        return undefined;
      } catch (error) {
        stop();
        return shareProblem(error, performance.now() - clickedAtMs);
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
      // A screen that is unpublished while the room is connected was ended by the server. A lost room unpublishes
      // everything too, just before its state changes.
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

/** Keeps the SDK from stopping the captured track when the track's room ends. Only `release` stops it. */
function captured(track: LocalTrack): Captured {
  const release = track.stop.bind(track);
  track.stop = () => track.stopMonitor();
  return { track, release };
}
