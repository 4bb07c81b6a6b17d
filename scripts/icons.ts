/**
 * `node --import tsx scripts/icons.ts`: the PNG icons in public/, drawn from public/icon.svg by Chromium. To
 * be run again when the drawing changes; what it writes is committed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { bringBrowser } from './bringBrowser.ts';

const publicFolder = join(import.meta.dirname, '..', 'public');
const drawing = readFileSync(join(publicFolder, 'icon.svg'), 'utf8');
/** The drawing's ground, to fill what a system cuts its own shape from. */
const ground = '#17654f';

interface IconFile {
  name: string;
  size: number;
  /** How much of the side the drawing takes: systems cut up to a tenth off each side of a maskable icon. */
  scale: number;
  isTransparent: boolean;
}

const files: IconFile[] = [
  { name: 'icon-192.png', size: 192, scale: 1, isTransparent: true },
  { name: 'icon-512.png', size: 512, scale: 1, isTransparent: true },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, isTransparent: false },
  // iPhones round the corners themselves and paint what is transparent black.
  { name: 'apple-touch-icon.png', size: 180, scale: 1, isTransparent: false },
];

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
} finally {
  await browser.close();
}
