import type { RemoteTrackPublication } from 'livekit-client';

/**
 * A frame rate that no camera exceeds, so that all frames are sent. A value of 0 would not remove an earlier limit
 * (LiveKit 1.13.5, subscribedtrack.go).
 */
const allFrames = 120;

/**
 * The received frame rate may be up to this many times the rate that is enough for the tile. If 10 fps are enough, 15
 * fps (half of a camera's 30) are accepted, and 20 fps are not.
 */
const tolerance = 1.7;

/**
 * Interval between two counts of frames. Long enough for a reliable count, and for LiveKit to apply a changed frame
 * rate.
 */
const checkSeconds = 2;

/**
 * Requests `enough` frames per second of a remote video from the SFU. Up to twice as many may arrive, because the SFU
 * can only drop whole temporal layers.
 *
 * LiveKit measures the frame rate of each temporal layer once, by its first frames (1.13.5, fps.go). After a slow
 * start, as from a phone that is still busy with joining, LiveKit underestimates the rates and sends all layers. So
 * this function requests fewer frames, step by step, while clearly more arrive.
 *
 * @param video element that shows the video
 * @returns requests all frames again
 */
export function askForFrames(
  publication: Pick<RemoteTrackPublication, 'setVideoFPS'>,
  video: { getVideoPlaybackQuality: () => Pick<VideoPlaybackQuality, 'totalVideoFrames'> },
  enough: number,
): () => void {
  let asked = enough;
  let counted: number | undefined;
  publication.setVideoFPS(asked);
  const timer = setInterval(() => {
    const before = counted;
    counted = video.getVideoPlaybackQuality().totalVideoFrames;
    // The first interval after a change is not counted, because frames still arrive at the old rate.
    if (before === undefined || (counted - before) / checkSeconds <= enough * tolerance || asked === 1)
      return;
    // Each step reduces the requested rate by less than half, so that no temporal layer is skipped.
    asked = Math.floor(asked * 0.8);
    counted = undefined;
    publication.setVideoFPS(asked);
  }, checkSeconds * 1000);
  return () => {
    clearInterval(timer);
    publication.setVideoFPS(allFrames);
  };
}
