import { RemoteVideoTrack, type ElementInfo, type RemoteTrack } from 'livekit-client';

/**
 * Makes the SFU stop sending a video that has no element, until it has one.
 *
 * Symptom: a video that was never on screen is received at full size.
 * Cause: `adaptiveStream` pauses a video only after it was visible once; until then the publication counts as visible.
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrackPublication.ts `isEnabled`, `handleVisibilityChange`; src/room/track/RemoteVideoTrack.ts `observeElementInfo`, `updateVisibility`.
 * Remove when: a video without an element counts as hidden.
 */
export function pauseUnseen(track: RemoteTrack): void {
  if (track instanceof RemoteVideoTrack && track.attachedElements.length === 0) {
    track.observeElementInfo(unseen());
  }
}

/** Stands for an invisible element, so that `adaptiveStream` counts the video as hidden. */
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
