import {
  ParticipantEvent,
  RoomEvent,
  Track,
  TrackEvent,
  type LocalAudioTrack,
  type LocalTrackPublication,
  type LocalVideoTrack,
  type Room,
} from 'livekit-client';
import { pausedAttribute, pausedNow, pausedOf, type Paused } from './paused.ts';

const sources = [Track.Source.Camera, Track.Source.Microphone] as const;

/** Interruptions shorter than this are ignored. Such ones happen when another app tries to open the camera. */
const settleMs = 700;
/**
 * How long the browser has to restart a device itself after the guest has returned to the page. After that the app
 * restarts the device.
 */
const returnMs = 1500;

interface InterruptionParts {
  document: EventTarget & { visibilityState: DocumentVisibilityState };
  /** Called when a camera or microphone is interrupted, and with `undefined` when all devices work again. */
  onPaused: (paused: Paused | undefined) => void;
  /** Called when the app could not restart the devices itself, so that the guest has to. */
  onStuck: (paused: Paused) => void;
}

/**
 * Watches for a camera or microphone that the operating system takes away during the call (phone call, screen lock,
 * another app). Tells the other participants with an attribute, and restarts the devices when the page is visible
 * again.
 *
 * @returns stops watching
 */
export function followInterruptions(
  room: Room,
  { document, onPaused, onStuck }: InterruptionParts,
): () => void {
  const stop = new AbortController();
  let listening = new AbortController();
  let told: Paused | undefined;
  /**
   * Whether the app has tried to restart the devices since the page became visible. It tries only once, because the
   * cause may last.
   */
  let isTried = false;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let returning: ReturnType<typeof setTimeout> | undefined;

  /**
   * Listens to the guest's current tracks. Called again after each restart of a device, in which the SDK replaces the
   * MediaStreamTrack.
   */
  function listen(): void {
    listening.abort();
    listening = new AbortController();
    const { signal } = listening;
    for (const source of sources) {
      const track = room.localParticipant.getTrackPublication(source)?.track?.mediaStreamTrack;
      for (const event of ['mute', 'unmute', 'ended']) track?.addEventListener(event, note, { signal });
    }
    note();
  }

  function note(): void {
    clearTimeout(settling);
    // If the page is hidden, the interruption is reported at once, because a phone may freeze a hidden page at any
    // moment.
    const isHidden = document.visibilityState === 'hidden';
    settling = setTimeout(tell, isHidden ? 0 : settleMs);
  }

  function tell(): void {
    const paused = interrupted(room);
    if (!paused) isTried = false;
    else if (document.visibilityState === 'visible') comeBack();
    if (paused === told) return;
    told = paused;
    announce(paused);
    onPaused(paused);
  }

  function onVisibility(): void {
    isTried = false;
    clearTimeout(returning);
    note();
  }

  function announce(paused: Paused | undefined): void {
    // If the attribute can't be set, the others see a frozen video without an explanation.
    void room.localParticipant.setAttributes({ [pausedAttribute]: paused ?? '' }).catch(() => {});
  }

  /** Sets the attribute again, because a new connection starts without attributes. */
  function announceAgain(): void {
    if (pausedOf(room.localParticipant.attributes) !== told) announce(told);
  }

  function comeBack(): void {
    clearTimeout(returning);
    if (isTried) return;
    returning = setTimeout(() => {
      isTried = true;
      void restartInterrupted(room).then(() => {
        if (stop.signal.aborted) return;
        const paused = interrupted(room);
        if (paused) onStuck(paused);
        listen();
      });
    }, returnMs);
  }

  const follow = ({ track }: LocalTrackPublication) => {
    track?.on(TrackEvent.Restarted, listen);
    listen();
  };
  for (const source of sources) {
    const publication = room.localParticipant.getTrackPublication(source);
    if (publication) follow(publication);
  }
  document.addEventListener('visibilitychange', onVisibility, { signal: stop.signal });
  room.localParticipant
    .on(ParticipantEvent.LocalTrackPublished, follow)
    .on(ParticipantEvent.TrackMuted, note)
    .on(ParticipantEvent.TrackUnmuted, listen);
  room.on(RoomEvent.Reconnected, announceAgain);
  return () => {
    stop.abort();
    listening.abort();
    clearTimeout(settling);
    clearTimeout(returning);
    for (const source of sources) {
      room.localParticipant.getTrackPublication(source)?.track?.off(TrackEvent.Restarted, listen);
    }
    room.localParticipant
      .off(ParticipantEvent.LocalTrackPublished, follow)
      .off(ParticipantEvent.TrackMuted, note)
      .off(ParticipantEvent.TrackUnmuted, listen);
    room.off(RoomEvent.Reconnected, announceAgain);
  };
}

/**
 * Restarts the interrupted devices. Never rejects.
 *
 * @returns whether all devices work again
 */
export async function restartInterrupted(room: Room): Promise<boolean> {
  await Promise.allSettled(
    sources.map(async (source) => {
      const track = ownTrack(room, source);
      if (track && isTaken(track)) await track.restartTrack();
    }),
  );
  return interrupted(room) === undefined;
}

function interrupted(room: Room): Paused | undefined {
  const [camera, microphone] = sources.map((source) => {
    const track = ownTrack(room, source);
    return { isOn: track !== undefined && !track.isMuted, isTaken: track !== undefined && isTaken(track) };
  });
  return camera && microphone && pausedNow(camera, microphone);
}

function isTaken({ mediaStreamTrack }: LocalAudioTrack | LocalVideoTrack): boolean {
  return mediaStreamTrack.muted || mediaStreamTrack.readyState === 'ended';
}

function ownTrack(
  room: Room,
  source: (typeof sources)[number],
): LocalAudioTrack | LocalVideoTrack | undefined {
  const publication = room.localParticipant.getTrackPublication(source);
  return publication?.videoTrack ?? publication?.audioTrack;
}
