/**
 * Draws a calm, slightly moving person instead of Chromium's green test picture, so that the pictures
 * in the README look like a call. Runs in the page before the app, in place of the camera.
 */
export function showPortrait({ seed, width, height }: { seed: number; width: number; height: number }): void {
  const walls = ['#8fb3a5', '#d9b99b', '#9fb4cf', '#c9a6a6', '#b7b58f', '#a89bc4'];
  const shirts = ['#2f5d50', '#7a4b2a', '#2d4a6e', '#7b3540', '#56542b', '#4b3d73'];
  const skins = ['#f0c9a4', '#c98f64', '#8a5a3c', '#f3d6bd', '#a8714a', '#e2b48c'];
  const hairs = ['#2b211c', '#5a3a22', '#17130f', '#b98b4a', '#3a2a20', '#6d6a67'];
  const pick = (list: readonly string[], shift = 0) => list[(seed * 5 + shift) % list.length] ?? '#888';

  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;

  function ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: string): void {
    if (!context) return;
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2);
    context.fill();
  }

  function draw(timeMs: number): void {
    if (!context) return;
    const sway = Math.sin(timeMs / 900 + seed) * height * 0.012;
    const middle = width / 2 + sway;
    context.fillStyle = pick(walls);
    context.fillRect(0, 0, width, height);
    // A window, and the light that falls from it.
    context.fillStyle = 'rgb(255 255 255 / 35%)';
    context.fillRect(seed % 2 ? width * 0.72 : width * 0.08, height * 0.1, width * 0.2, height * 0.42);
    ellipse(middle, height * 1.12, height * 0.46, height * 0.42, pick(shirts));
    ellipse(middle, height * 0.7, height * 0.075, height * 0.13, pick(skins, 1));
    ellipse(middle, height * 0.38, height * 0.205, height * 0.22, pick(hairs, 2));
    ellipse(middle, height * 0.47, height * 0.165, height * 0.215, pick(skins, 1));
    const blink = timeMs % 3600 < 140 ? 0.2 : 1;
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

  setInterval(() => draw(performance.now()), 50);
  draw(0);
  const { mediaDevices } = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const [picture] = constraints.video ? canvas.captureStream(20).getVideoTracks() : [];
    const sound = constraints.audio ? await real({ audio: constraints.audio }) : new MediaStream();
    return new MediaStream([...sound.getAudioTracks(), ...(picture ? [picture] : [])]);
  };
}
