import type { RoomOptions } from 'livekit-client';

/** How the room sends and receives, each with its reason. */
export const roomOptions: RoomOptions = {
  // Receive each picture at the size it has on screen, counted in the screen's own pixels. Off by default.
  adaptiveStream: { pixelDensity: 'screen' },
  // Send only the simulcast layers that somebody looks at. Off by default.
  dynacast: true,
  publishDefaults: {
    // VP8: the codec that every browser sends and receives without trouble (peers' Safari reports).
    videoCodec: 'vp8',
    // A muted microphone stays open: unmuting is instant. The guest sees the browser's indicator.
    stopMicTrackOnMute: false,
  },
  // Closing the tab frees the place at once instead of after LiveKit's timeout.
  disconnectOnPageLeave: true,
};
