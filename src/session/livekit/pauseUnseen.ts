import { RemoteVideoTrack, type ElementInfo, type RemoteTrack } from 'livekit-client';

/**
 * Has the SFU stop sending a picture that is on no page, until it is. By itself adaptiveStream does so only once a picture
 * was seen, and what never was comes in full size (livekit-client 2.23, `RemoteTrackPublication.visible`).
 */
export function pauseUnseen(track: RemoteTrack): void {
  if (track instanceof RemoteVideoTrack && track.attachedElements.length === 0) {
    track.observeElementInfo(unseen());
  }
}

/** What adaptiveStream takes for an element out of sight. */
function unseen(): ElementInfo {
  return {
    element: {},
    width: () => 0,
    height: () => 0,
    visible: false,
    pictureInPicture: false,
    visibilityChangedAt: undefined,
    observe() {},
    stopObserving() {},
  };
}
