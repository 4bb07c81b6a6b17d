import { RemoteVideoTrack, type ElementInfo, type RemoteTrack } from 'livekit-client';

/**
 * Has the SFU stop sending a video that is on no page, until it is on one.
 *
 * Symptom: a video that was never on screen comes in full size.
 * Cause: `adaptiveStream` pauses a video only once it was seen; until then the publication counts as visible.
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrackPublication.ts `isEnabled`, `handleVisibilityChange`; src/room/track/RemoteVideoTrack.ts `observeElementInfo`, `updateVisibility`.
 * Remove when: a video without an element counts as hidden.
 */
export function pauseUnseen(track: RemoteTrack): void {
  if (track instanceof RemoteVideoTrack && track.attachedElements.length === 0) {
    track.observeElementInfo(unseen());
  }
}

/** An element out of sight, for `adaptiveStream`. */
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
