import { Track, TrackEvent } from 'livekit-client';

/** Shortest time between two tries, for a browser that pauses again at once. */
const againMs = 250;

/**
 * Plays an element again that the browser has paused. Where it may not play without a tap the room is told, which then offers a button.
 *
 * Symptom: after a phone call a page in Safari stays silent and its videos stand still.
 * Cause: Safari pauses the elements, and the client plays an element only when a track is attached to it.
 * Source: livekit-client 2.23.0, src/room/track/Track.ts `attach`; src/room/Room.ts `handleAudioPlaybackFailed`, `handleVideoPlaybackFailed`.
 * Remove when: the client plays elements again that were not paused by the app.
 *
 * @returns stops watching the element
 */
export function keepPlaying(track: Track, element: HTMLMediaElement): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const isVideo = track.kind === Track.Kind.Video;

  async function play(): Promise<void> {
    if (signal.aborted || !element.paused) return;
    try {
      await element.play();
      track.emit(isVideo ? TrackEvent.VideoPlaybackStarted : TrackEvent.AudioPlaybackStarted);
    } catch (error) {
      const isRefused = error instanceof Error && error.name === 'NotAllowedError';
      if (isRefused)
        track.emit(isVideo ? TrackEvent.VideoPlaybackFailed : TrackEvent.AudioPlaybackFailed, error);
    }
  }

  element.addEventListener('pause', () => setTimeout(() => void play(), againMs), { signal });
  return () => ending.abort();
}
