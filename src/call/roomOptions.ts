import { VideoPresets, type RoomOptions } from 'livekit-client';
import type { CameraFormat } from '../media/own/cameraFormat.ts';

/** Options of the LiveKit room, each with its reason. */
const roomOptions: RoomOptions = {
  // Receive each video at its size on screen, in device pixels. By default LiveKit's client does not.
  adaptiveStream: { pixelDensity: 'screen' },
  // Send only simulcast layers that somebody receives. By default LiveKit's client sends all of them.
  dynacast: true,
  publishDefaults: {
    // VP8 is the codec with the fewest known problems across browsers (Safari has some with the others).
    videoCodec: 'vp8',
    // Every browser decodes VP8, so nobody needs a second codec. The build leaves out the code that would send one.
    backupCodec: false,
    // A muted microphone stays open, so that unmuting is instant. The browser goes on showing that the microphone is in
    // use.
    stopMicTrackOnMute: false,
  },
  // Symptom: a guest who answers “Leave page?” with no has left the call. Cause: the SDK also disconnects at
  // `beforeunload`, before the guest has answered (livekit-client 2.23, Room.ts). So connection.ts disconnects at
  // `pagehide` instead. Remove when the SDK ignores `beforeunload`.
  disconnectOnPageLeave: false,
};

/** The room's options, with the camera's size and bit rate limited to what this device can send. */
export function roomOptionsFor({ width, height, frameRate, maxBitrate }: CameraFormat): RoomOptions {
  if (maxBitrate === undefined) return roomOptions;
  return {
    ...roomOptions,
    videoCaptureDefaults: { resolution: { width, height, frameRate } },
    publishDefaults: {
      ...roomOptions.publishDefaults,
      videoEncoding: { maxBitrate, maxFramerate: frameRate },
      // A phone sends one small layer below the full size instead of two: each layer costs the phone another encoder,
      // and below 720p a middle layer saves receivers little.
      videoSimulcastLayers: [VideoPresets.h180],
    },
  };
}
