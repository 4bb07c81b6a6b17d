import { Track, TrackEvent } from 'livekit-client';

/** Shortest time between two tries to play, in case the browser pauses the element again at once. */
const againMs = 250;

/**
 * Resumes a video or audio element that the browser has paused. If the browser demands a tap first, the room reports
 * that playback failed, and the page shows a button.
 *
 * Symptom: after a phone call in Safari the page stays silent and its videos stay frozen.
 * Cause: Safari pauses the elements, and the client starts an element only when it attaches a track to it.
 * Source: livekit-client 2.23.0, src/room/track/Track.ts `attach`; src/room/Room.ts `handleAudioPlaybackFailed`,
 * `handleVideoPlaybackFailed`.
 * Remove when: the client resumes elements that the app did not pause.
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
