/**
 * `npm run pictures`: the pictures in the README and of every page, taken from the running app with
 * real guests in a real room. Needs `npm run build`, LiveKit and Chromium, as `npm test` brings them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { fakeDevices } from '../e2e/browserArguments.ts';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom } from '../local/room.ts';
import { createScreen } from '../local/screen.ts';
import { bringBrowser } from './bringBrowser.ts';
import { showPortrait } from './portrait.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
mkdirSync(folder, { recursive: true });

interface Guest {
  name: string;
  size: { width: number; height: number };
  language?: 'en' | 'ja';
  colorScheme?: 'light' | 'dark';
  isPhone?: boolean;
}

const computer = { width: 1280, height: 720 };
const phone = { width: 360, height: 740 };

const guests: Guest[] = [
  { name: 'Aiko', size: computer },
  { name: 'Ben', size: phone, isPhone: true, language: 'ja', colorScheme: 'dark' },
  { name: 'Chloé', size: computer, colorScheme: 'dark' },
  { name: '大輔', size: phone, isPhone: true },
];

const found = bringBrowser('chromium');
if (!found.ok) throw new Error(found.advice);
const room = await startRoom({
  project: builtProject(root),
  ports: anyPorts,
  environment: process.env,
  screen: createScreen(process.stdout),
});
const browser = await chromium.launch({ executablePath: found.path, args: fakeDevices });
try {
  const pages = await Promise.all(guests.map((guest, index) => openLobby(browser, guest, index)));
  await pages[0]?.waitForTimeout(1500);
  await takeAll(pages, 'lobby');
  for (const page of pages) {
    await page.locator('button[type=submit]').click();
    await page.getByRole('listitem').first().waitFor();
  }
  // One without a camera, one muted: as in any call.
  await pages[2]?.getByRole('button', { name: 'Camera' }).click();
  await pages[3]?.getByRole('button', { name: 'Microphone' }).click();
  await pages[0]?.waitForTimeout(6000);
  await takeAll(pages, 'room');
  await pages[1]?.getByRole('button', { name: '退出' }).click();
  await pages[1]?.waitForTimeout(500);
  await pages[1]?.screenshot({ path: join(folder, 'ended-phone.png') });
} finally {
  await browser.close();
  await room.stop();
}
console.log(`The pictures are in ${folder}`);

async function openLobby(from: Browser, guest: Guest, index: number): Promise<Page> {
  const context = await from.newContext({
    viewport: guest.size,
    colorScheme: guest.colorScheme ?? 'light',
    deviceScaleFactor: guest.isPhone ? 2 : 1,
    hasTouch: guest.isPhone ?? false,
    isMobile: guest.isPhone ?? false,
  });
  const page = await context.newPage();
  const [width, height] = guest.isPhone ? [720, 960] : [1280, 720];
  // tsx names every function with a helper that pages do not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(showPortrait, { seed: index, width, height });
  await page.goto(`${room.url}?name=${encodeURIComponent(guest.name)}&lang=${guest.language ?? 'en'}`);
  return page;
}

/** The first two guests are shown in the README, the others for whoever changes the design. */
async function takeAll(pages: readonly Page[], page: string): Promise<void> {
  for (const [index, each] of pages.entries()) {
    const guest = guests[index];
    const place = guest?.isPhone ? 'phone' : 'computer';
    const scheme = guest?.colorScheme ?? 'light';
    await each.screenshot({ path: join(folder, `${page}-${place}-${scheme}.png`) });
  }
}
