import type { ReceivedVideo } from './receivedVideo.ts';

/** The switch that turns the guest's own camera on and off. */
interface CameraSwitch {
  isOn: boolean;
  toggle: () => void;
}

/** “Voice only”: hides the others' video and turns the guest's own camera off, until the videos are shown again. */
export interface VoiceOnly {
  start: (camera: CameraSwitch) => void;
  /** Shows the others' video, and turns the camera on again if “Voice only” turned it off. */
  showVideos: (camera: CameraSwitch) => void;
  /** Called when the guest has left the call: in a later call the camera stays as it is. */
  forget: () => void;
}

export function createVoiceOnly(video: Pick<ReceivedVideo, 'change'>): VoiceOnly {
  let wasOn = false;
  return {
    start({ isOn, toggle }) {
      video.change({ wish: 'hidden' });
      wasOn = isOn;
      if (isOn) toggle();
    },
    showVideos({ isOn, toggle }) {
      video.change({ wish: 'all' });
      if (wasOn && !isOn) toggle();
      wasOn = false;
    },
    forget() {
      wasOn = false;
    },
  };
}
