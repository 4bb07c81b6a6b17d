export interface TestTracks {
  microphone: MediaStreamTrack;
  camera: MediaStreamTrack;
  close: () => void;
}

const frameMs = 66;

/**
 * Generates a moving video and a quiet tone, so that the check needs no camera and no permission. Must be called in a
 * click handler: before the first click browsers suspend an AudioContext, which then sends nothing.
 */
export function openTestTracks(): TestTracks | undefined {
  // Browsers lack `captureStream` if WebRTC is turned off (iOS in Lockdown Mode).
  if (!('captureStream' in HTMLCanvasElement.prototype)) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const brush = canvas.getContext('2d');
  let step = 0;
  function draw(): void {
    if (!brush) return;
    step += 1;
    brush.fillStyle = `hsl(${step % 360} 60% 50%)`;
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = 'white';
    brush.fillRect((step * 8) % canvas.width, 140, 80, 80);
  }
  draw();
  const timer = setInterval(draw, frameMs);

  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 440 });
  const destination = new MediaStreamAudioDestinationNode(audio);
  tone.connect(new GainNode(audio, { gain: 0.1 })).connect(destination);
  tone.start();
  audio.resume().catch(() => {});

  const [camera] = canvas.captureStream().getVideoTracks();
  const [microphone] = destination.stream.getAudioTracks();
  if (!camera || !microphone) throw new Error('The browser made no test tracks');
  return {
    camera,
    microphone,
    close() {
      clearInterval(timer);
      camera.stop();
      microphone.stop();
      audio.close().catch(() => {});
    },
  };
}
