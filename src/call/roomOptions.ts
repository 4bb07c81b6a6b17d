import { VideoPresets, type RoomOptions } from 'livekit-client';
import type { CameraPicture } from '../devices/cameraPicture.ts';

/** How the room sends and receives, each with its reason. */
const roomOptions: RoomOptions = {
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
  // Symptom: a guest who chose to stay had left the call. Cause: the SDK disconnects at `beforeunload` as well, before the guest has answered
  // (livekit-client 2.23, Room.ts). connection.ts disconnects at `pagehide`. May go when the SDK leaves `beforeunload` alone.
  disconnectOnPageLeave: false,
};

/** The same, with the camera's picture as this device can send it. */
export function roomOptionsFor({ width, height, frameRate, maxBitrate }: CameraPicture): RoomOptions {
  if (maxBitrate === undefined) return roomOptions;
  return {
    ...roomOptions,
    videoCaptureDefaults: { resolution: { width, height, frameRate } },
    publishDefaults: {
      ...roomOptions.publishDefaults,
      videoEncoding: { maxBitrate, maxFramerate: frameRate },
      // One small layer beside the large one instead of two: each is an encoder more for a phone to run, and
      // what a middle one would save the others is little below 720p.
      videoSimulcastLayers: [VideoPresets.h180],
    },
  };
}
