import type { Page } from 'playwright';

/**
 * Encodes eight seconds of moving video as VP8 in an IVF file, with Chromium's encoder and three temporal layers, as
 * for a camera. There is a key frame each second, from which simulated participants continue when the SFU requests one.
 */
export async function recordVideo(page: Page, height: number, bitrate: number): Promise<Buffer> {
  const text = await page.evaluate(encodeVideo, { height, bitrate });
  return Buffer.from(text, 'base64');
}

async function encodeVideo({ height, bitrate }: { height: number; bitrate: number }): Promise<string> {
  const framerate = 20;
  const seconds = 8;
  const width = (height * 16) / 9;
  // Temporal layers of four consecutive frames; `crowd/temporal.go` has the same pattern.
  const temporalLayers = [0, 2, 1, 2];
  const chunks: Uint8Array[] = [];
  // Keeps an exception from the encoder's callbacks, which would otherwise be lost.
  let problem: Error | undefined;
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const layer = metadata?.svc?.temporalLayerId;
      if (layer !== temporalLayers[chunks.length % temporalLayers.length]) {
        problem ??= new Error(`Frame ${chunks.length} is in temporal layer ${layer}.`);
      }
      const frame = new Uint8Array(12 + chunk.byteLength);
      const view = new DataView(frame.buffer);
      view.setUint32(0, chunk.byteLength, true);
      view.setBigUint64(4, BigInt(chunks.length), true);
      chunk.copyTo(frame.subarray(12));
      chunks.push(frame);
    },
    error(reason) {
      problem ??= reason;
    },
  });
  encoder.configure({
    codec: 'vp8',
    width,
    height,
    bitrate,
    framerate,
    latencyMode: 'realtime',
    scalabilityMode: 'L1T3',
  });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The canvas has no 2D context.');
  for (let index = 0; index < framerate * seconds; index += 1) {
    const at = index / framerate;
    const gradient = context.createLinearGradient(0, 0, width, height);
    gradient.addColorStop(0, `hsl(${at * 45} 40% 30%)`);
    gradient.addColorStop(1, `hsl(${at * 45 + 120} 40% 60%)`);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#eee';
    context.beginPath();
    context.arc(
      width * (0.5 + 0.3 * Math.sin(at)),
      height * (0.5 + 0.3 * Math.cos(at * 1.3)),
      height / 5,
      0,
      7,
    );
    context.fill();
    const frame = new VideoFrame(canvas, { timestamp: at * 1_000_000 });
    encoder.encode(frame, { keyFrame: index % framerate === 0 });
    frame.close();
    if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await encoder.flush();
  if (problem) throw problem;
  const header = new DataView(new ArrayBuffer(32));
  const write = (text: string, at: number) =>
    new TextEncoder().encode(text).forEach((byte, index) => header.setUint8(at + index, byte));
  write('DKIF', 0);
  header.setUint16(6, 32, true);
  write('VP80', 8);
  header.setUint16(12, width, true);
  header.setUint16(14, height, true);
  header.setUint32(16, framerate, true);
  header.setUint32(20, 1, true);
  header.setUint32(24, chunks.length, true);
  const blob = new Blob([header.buffer, ...chunks.map((chunk) => new Uint8Array(chunk))]);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
