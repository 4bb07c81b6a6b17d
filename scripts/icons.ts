/**
 * `node --import tsx scripts/icons.ts`: renders the PNG icons in public/ from public/icon.svg with Chromium, and
 * card.png, which chats show beside a link to a room. Run it again when the drawing changes, and commit its output.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { bringBrowser } from './bringBrowser.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { showPortraits } from './portrait.ts';

const publicFolder = join(import.meta.dirname, '..', 'public');
const drawing = readFileSync(join(publicFolder, 'icon.svg'), 'utf8');
/** The drawing's background colour. It also fills the margin of icons from which systems crop the edge. */
const ground = '#17654f';

interface IconFile {
  name: string;
  size: number;
  /**
   * Share of the icon's side that the drawing takes, from 0 to 1. Systems crop up to a tenth off each side of a
   * maskable icon.
   */
  scale: number;
  isTransparent: boolean;
}

const files: IconFile[] = [
  { name: 'icon-192.png', size: 192, scale: 1, isTransparent: true },
  { name: 'icon-512.png', size: 512, scale: 1, isTransparent: true },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, isTransparent: false },
  // This icon has no transparent corners: iPhones round the corners themselves, and show transparent areas black.
  { name: 'apple-touch-icon.png', size: 180, scale: 1, isTransparent: false },
];

/** Size of the preview image for links, in pixels: Slack, LINE and others show this size without cropping. */
const cardSize = { width: 1200, height: 630 };

/**
 * The preview image that chats show beside a link to a room: the house of the app's icon, and a lit window with four
 * people in a call. It has no words but the app's name, because guests read different languages.
 */
const card = `<style>
    body { margin: 0; display: flex; align-items: center; gap: 64px; height: 100vh; padding: 0 64px; box-sizing: border-box; background: #f8f2e7; color: #20231f; font: 800 68px/1.05 system-ui, sans-serif; letter-spacing: -2px }
    svg { display: block; width: 128px; height: 128px; margin-bottom: 32px }
    div { display: grid; flex: 1; grid-template: 1fr 1fr / 1fr 1fr; gap: 14px; height: 460px; padding: 20px; border-radius: 40px; background: #0c1411; box-shadow: 0 0 90px 20px rgb(240 168 48 / 35%) }
    video { width: 100%; height: 100%; min-height: 0; border-radius: 22px; object-fit: cover }
    video:nth-child(2) { outline: 5px solid #f6b84f }
  </style><h1 style="margin: 0; font: inherit">${drawing}First<br>Room</h1><div>${'<video muted autoplay></video>'.repeat(4)}</div>`;

const found = bringBrowser('chromium');
if (!found.ok) throw new Error(found.advice);
const browser = await chromium.launch({
  executablePath: found.path,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage();
  for (const { name, size, scale, isTransparent } of files) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>
        body { margin: 0; display: grid; place-items: center; height: 100vh; background: ${isTransparent ? 'transparent' : ground} }
        svg { width: ${scale * size}px; height: ${scale * size}px }
      </style>${drawing}`,
    );
    await page.screenshot({ path: join(publicFolder, name), omitBackground: isTransparent });
  }
  await page.setViewportSize(cardSize);
  await page.addInitScript(nameHelper);
  await page.addInitScript(showPortraits, { seed: 0, width: 640, height: 480, framesPerSecond: 5 });
  // Opens the preview image at a localhost address: the portraits replace the camera, and only pages with a secure
  // address have access to cameras.
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: card }));
  await page.goto('http://localhost/');
  await page.locator('video').evaluateAll(async (videos) => {
    const drawPortrait: (seed: number) => MediaStreamTrack = Reflect.get(globalThis, 'drawPortrait');
    await Promise.all(
      videos.map((video, index) => {
        if (!(video instanceof HTMLVideoElement)) throw new Error('Not a video.');
        video.srcObject = new MediaStream([drawPortrait(index)]);
        return video.play();
      }),
    );
  });
  // Waits until the person in the first portrait, which begins with closed eyes, has opened them.
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(publicFolder, 'card.png') });
} finally {
  await browser.close();
}
