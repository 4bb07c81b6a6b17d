/**
 * Replaces Chromium's green test video with drawn, slightly moving people, so that screenshots look like a call. Runs
 * in a page before anything else: it adds the global `drawPortrait(seed)` and replaces the camera with the portrait of
 * `seed`.
 */
export function showPortraits({ seed, width, height, framesPerSecond }: PortraitOptions): void {
  const walls = ['#8fb3a5', '#d9b99b', '#9fb4cf', '#c9a6a6', '#b7b58f', '#a89bc4'];
  const shirts = ['#2f5d50', '#7a4b2a', '#2d4a6e', '#7b3540', '#56542b', '#4b3d73', '#23424f'];
  const skins = ['#f0c9a4', '#c98f64', '#8a5a3c', '#f3d6bd', '#a8714a'];
  const hairs = ['#2b211c', '#5a3a22', '#17130f', '#b98b4a', '#3a2a20', '#6d6a67', '#8c4a2f', '#1f1a26'];

  function drawPortrait(who: number): MediaStreamTrack {
    const pick = (list: readonly string[], step: number) => list[(who * step + 1) % list.length] ?? '#888';
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The canvas has no 2D context.');

    function ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: string): void {
      if (!context) return;
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2);
      context.fill();
    }

    function draw(timeMs: number): void {
      if (!context) return;
      const middle = width / 2 + Math.sin(timeMs / 900 + who) * height * 0.012;
      context.fillStyle = pick(walls, 1);
      context.fillRect(0, 0, width, height);
      // Draws a window and its light behind the person.
      context.fillStyle = 'rgb(255 255 255 / 35%)';
      context.fillRect(who % 2 ? width * 0.72 : width * 0.08, height * 0.1, width * 0.2, height * 0.42);
      ellipse(middle, height * 1.12, height * 0.46, height * 0.42, pick(shirts, 3));
      ellipse(middle, height * 0.7, height * 0.075, height * 0.13, pick(skins, 2));
      ellipse(middle, height * 0.38, height * 0.205, height * 0.22, pick(hairs, 3));
      ellipse(middle, height * 0.47, height * 0.165, height * 0.215, pick(skins, 2));
      const blink = (timeMs + who * 700) % 3600 < 140 ? 0.2 : 1;
      for (const side of [-1, 1]) {
        ellipse(
          middle + side * height * 0.062,
          height * 0.45,
          height * 0.015,
          height * 0.019 * blink,
          '#241c18',
        );
      }
      context.strokeStyle = '#7a3b34';
      context.lineWidth = height * 0.012;
      context.lineCap = 'round';
      context.beginPath();
      context.arc(middle, height * 0.515, height * 0.06, Math.PI * 0.2, Math.PI * 0.8);
      context.stroke();
    }

    setInterval(() => draw(performance.now()), 1000 / framesPerSecond);
    draw(0);
    const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
    if (!track) throw new Error('The canvas can not be captured as video.');
    return track;
  }

  Object.assign(globalThis, { drawPortrait });
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const sound = constraints.audio ? await real({ audio: constraints.audio }) : new MediaStream();
    const video = constraints.video ? [drawPortrait(seed)] : [];
    return new MediaStream([...sound.getAudioTracks(), ...video]);
  };
}

interface PortraitOptions {
  seed: number;
  width: number;
  height: number;
  framesPerSecond: number;
}
