/**
 * `node --import tsx scripts/icons.ts`: renders the PNG icons in public/ from public/icon.svg with Chromium. Run it
 * again when the drawing changes, and commit its output.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { bringBrowser } from './bringBrowser.ts';

const publicFolder = join(import.meta.dirname, '..', 'public');
const drawing = readFileSync(join(publicFolder, 'icon.svg'), 'utf8');
/** The drawing's background colour; fills the area around it in icons that systems crop. */
const ground = '#17654f';

interface IconFile {
  name: string;
  size: number;
  /** Share of the side that the drawing takes: systems crop up to a tenth off each side of a maskable icon. */
  scale: number;
  isTransparent: boolean;
}

const files: IconFile[] = [
  { name: 'icon-192.png', size: 192, scale: 1, isTransparent: true },
  { name: 'icon-512.png', size: 512, scale: 1, isTransparent: true },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, isTransparent: false },
  // iPhones round the corners themselves and show transparent areas black.
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
