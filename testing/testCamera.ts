import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { results } from './count.ts';
import { fakeDevices } from './browserArguments.ts';

const width = 320;
const height = 180;
const framesPerSecond = 5;
/** Number of steps in which the bar of the test video moves from one edge to the other. */
const steps = 10;

/** Draws the test video, a bar that moves from left to right in two seconds, as uncompressed video (YUV4MPEG2). */
function movingBar(): Buffer {
  const header = `YUV4MPEG2 W${String(width)} H${String(height)} F${String(framesPerSecond)}:1 Ip A1:1 C420jpeg\n`;
  const colours = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  const frames = Array.from({ length: steps }, (_, step) => {
    const row = Buffer.alloc(width, 64);
    row.fill(208, (step * width) / steps, ((step + 1) * width) / steps);
    const brightness = Buffer.concat(Array.from({ length: height }, () => row));
    return Buffer.concat([Buffer.from('FRAME\n'), brightness, colours]);
  });
  return Buffer.concat([Buffer.from(header), ...frames]);
}

/**
 * Returns the path of the test video. The file is written under another name and then renamed, because several workers
 * may write it at the same time.
 */
function movingBarFile(): string {
  const file = join(results, 'movingBar.y4m');
  if (existsSync(file)) return file;
  mkdirSync(results, { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, movingBar());
  renameSync(own, file);
  return file;
}

/**
 * Arguments that give Chromium a test camera of 320×180, for which it sends a single small layer. Chromium's own test
 * camera has the 720p that the app requests, and Chromium would send it in three simulcast layers.
 */
export const testCamera = [...fakeDevices, `--use-file-for-fake-video-capture=${movingBarFile()}`];
