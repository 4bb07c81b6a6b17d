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

/** A camera flickers off for a moment while another app asks for it; a call lasts. */
const settleMs = 700;
/** What a browser that restarts a device on return needs for it; after that it is our turn. */
const returnMs = 1500;

interface InterruptionParts {
  document: EventTarget & { visibilityState: DocumentVisibilityState };
  /** What is interrupted now, `undefined` when all goes on again. */
  onPaused: (paused: Paused | undefined) => void;
  /** It could not be restarted without the guest. */
  onStuck: (paused: Paused) => void;
}

/**
 * Follows a camera and microphone that the system takes away during the call (a phone call, the lock, another app):
 * tells the others by an attribute, and restarts the devices when the page is seen again.
 *
 * @returns stops following
 */
export function followInterruptions(
  room: Room,
  { document, onPaused, onStuck }: InterruptionParts,
): () => void {
  const stop = new AbortController();
  let listening = new AbortController();
  let told: Paused | undefined;
  /** Once by itself for each return to the page: what takes the device away may go on doing so. */
  let isTried = false;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let returning: ReturnType<typeof setTimeout> | undefined;

  /** Again with every new track: the SDK puts another one into the same publication. */
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
    // At once in a hidden page: a phone may freeze it any moment.
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
    // The others see a still picture instead if the attribute does not get through.
    void room.localParticipant.setAttributes({ [pausedAttribute]: paused ?? '' }).catch(() => {});
  }

  /** A new connection begins without attributes. */
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

/** Opens the interrupted devices anew. Never rejects. @returns whether all of them go on */
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
