import { RemoteVideoTrack, TrackEvent, type Track } from 'livekit-client';

/**
 * Shows a video track in an element, and has the SFU send it at that element's size from the start.
 *
 * Symptom: a guest who joins a room of 25 receives every video at full size for seconds, and sees none of them.
 * Cause: the client reports at once that a video is visible, and the SFU then sends the largest layer. The client reports the size 100 ms later, or
 * later still on a busy page. Here the size is reported first.
 * Source: livekit-client 2.23.0, src/room/track/RemoteVideoTrack.ts `observeElementInfo`, `updateDimensions`; src/room/track/RemoteTrackPublication.ts `handleVideoDimensionsChange`.
 * Remove when: the client reports the size with the visibility.
 */
export function attachVideo(track: Track, video: HTMLVideoElement): void {
  const width = video.clientWidth * devicePixelRatio;
  const height = video.clientHeight * devicePixelRatio;
  // If a video is attached to several elements, the client uses the size of the largest one.
  const isOnlyView = track.attachedElements.length === 0;
  if (track instanceof RemoteVideoTrack && isOnlyView && width > 0 && height > 0) {
    track.emit(TrackEvent.VideoDimensionsChanged, { width, height }, track);
  }
  track.attach(video);
}
