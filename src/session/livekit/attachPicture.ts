import { RemoteVideoTrack, TrackEvent, type Track } from 'livekit-client';

/**
 * Shows a picture in an element, and has the SFU send it at that element's size from the start.
 *
 * Symptom: who came into a room of 25 got everybody in full size for seconds, and saw nobody. Cause: of a picture that is on
 * screen the SDK tells at once that it is seen, which the SFU answers with the largest layer, and only 100 ms later, or when the page finds the time, how
 * large it is (livekit-client 2.23, RemoteVideoTrack.ts). Its size is told first.
 */
export function attachPicture(track: Track, video: HTMLVideoElement): void {
  const width = video.clientWidth * devicePixelRatio;
  const height = video.clientHeight * devicePixelRatio;
  // A second view of the same picture is left to the SDK: the larger one counts.
  const isOnlyView = track.attachedElements.length === 0;
  if (track instanceof RemoteVideoTrack && isOnlyView && width > 0 && height > 0) {
    track.emit(TrackEvent.VideoDimensionsChanged, { width, height }, track);
  }
  track.attach(video);
}
