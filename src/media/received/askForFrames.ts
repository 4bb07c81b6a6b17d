import type { RemoteTrackPublication } from 'livekit-client';

/** More than any camera has. With 0 the limit would stay as it was (LiveKit 1.13.5, subscribedtrack.go). */
const allFrames = 120;

/** As many times `enough` may come: 10 are enough, half of a camera's 30 frames a second are 15, and its smaller layers have 20. */
const tolerance = 1.7;

/** Long enough to count the frames of a second well, and to wait for LiveKit, which takes up a changed wish after a moment. */
const checkSeconds = 2;

/**
 * Asks the SFU for `enough` frames a second of somebody else's picture. As many come, or up to twice as many: temporal layers can't be cut
 * finer.
 *
 * LiveKit measures the frame rate of each temporal layer once, from its first frames (1.13.5, fps.go). After a slow start, as on a phone
 * that is still busy with joining, it takes all frames for few and sends them all. So fewer are asked for, step by step, while clearly more come.
 *
 * @param video where the picture is shown
 * @returns asks for all frames again
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
    // At first what was asked for before still comes.
    if (before === undefined || (counted - before) / checkSeconds <= enough * tolerance || asked === 1)
      return;
    // By less than a half, so that no temporal layer is left out on the way.
    asked = Math.floor(asked * 0.8);
    counted = undefined;
    publication.setVideoFPS(asked);
  }, checkSeconds * 1000);
  return () => {
    clearInterval(timer);
    publication.setVideoFPS(allFrames);
  };
}
