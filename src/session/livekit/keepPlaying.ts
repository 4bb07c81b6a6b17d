import { Track, TrackEvent } from 'livekit-client';

/** A browser that pauses again at once is not asked more often than this. */
const againMs = 250;

/**
 * Plays an element again that the browser has paused, as Safari does after a phone call. If it may not play without a tap, the room is
 * told, which then offers a button.
 *
 * @returns ends it
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
