import { RemoteVideoTrack, TrackEvent } from 'livekit-client';

const { observeElementInfo } = RemoteVideoTrack.prototype;

/**
 * Symptom: who comes into a room of 25 gets everybody in full size for seconds, and sees nobody. Cause: of a picture that is on
 * screen the SDK tells at once that it is seen, which the SFU answers with the largest layer, and only 100 ms later, or when the page finds the time, how large it is
 * (livekit-client 2.23, RemoteVideoTrack.ts). Its size is told first.
 */
RemoteVideoTrack.prototype.observeElementInfo = function (info) {
  const size = { width: info.width() * devicePixelRatio, height: info.height() * devicePixelRatio };
  // A second view of the same picture is left to the SDK: the larger one counts.
  if (this.attachedElements.length === 1 && size.width > 0 && size.height > 0) {
    this.emit(TrackEvent.VideoDimensionsChanged, size, this);
  }
  observeElementInfo.call(this, info);
};
