import { RemoteVideoTrack, TrackEvent, type Track } from 'livekit-client';

/**
 * Shows a video in an element, and has the SFU send it at that element's size from the start.
 *
 * Symptom: a guest who comes into a room of 25 receives everybody in full size for seconds, and sees nobody.
 * Cause: the client reports at once that a video on screen is visible, which the SFU answers with the largest layer. It reports the size only
 * 100 ms later, or when the page finds the time. Here the size is reported first.
 * Source: livekit-client 2.23.0, src/room/track/RemoteVideoTrack.ts `observeElementInfo`, `updateDimensions`; src/room/track/RemoteTrackPublication.ts `handleVideoDimensionsChange`.
 * Remove when: the client reports the size with the visibility.
 */
export function attachPicture(track: Track, video: HTMLVideoElement): void {
  const width = video.clientWidth * devicePixelRatio;
  const height = video.clientHeight * devicePixelRatio;
  // A second view of the same video is left to the client: the larger one counts.
  const isOnlyView = track.attachedElements.length === 0;
  if (track instanceof RemoteVideoTrack && isOnlyView && width > 0 && height > 0) {
    track.emit(TrackEvent.VideoDimensionsChanged, { width, height }, track);
  }
  track.attach(video);
}
