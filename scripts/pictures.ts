/**
 * `npm run pictures`: takes the screenshots in the README, and a contact sheet of the room with 1 to 25 people in five
 * sizes, from the running app with real guests in a real room. `-- --states` takes pictures of every state instead
 * (takeStates.ts).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { fakeDevices } from '../testing/browserArguments.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { createScreen } from '../local/screen.ts';
import { en } from '../src/messages/en.ts';
import { knockEn } from '../src/messages/knockEn.ts';
import { panelEn } from '../src/messages/panelEn.ts';
import { roomEn, type RoomMessages } from '../src/messages/roomEn.ts';
import { roomJa } from '../src/messages/roomJa.ts';
import { inRoom } from '../testing/inRoom.ts';
import { bringBrowser } from './bringBrowser.ts';
import { composeSheet, type Shot } from './contactSheet.ts';
import { hireExtras } from './extras.ts';
import { showPortraits } from './portrait.ts';

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

const counts = [1, 2, 3, 4, 6, 9, 16, 25];
const sizes = [
  { width: 360, height: 800 },
  { width: 800, height: 360 },
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];

const found = bringBrowser('chromium');
if (!found.ok) throw new Error(found.advice);
const [flag, ...chosen] = process.argv.slice(2);
let room: RunningRoom;
const hostKey = 'red-kettle-forty-nine';
if (flag === '--states') {
  const { takeStates } = await import('./takeStates.ts');
  process.exitCode = (await takeStates(found.path, chosen)) ? 0 : 1;
} else {
  room = await startRoom({
    project: builtProject(root),
    ports: anyPorts,
    environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '1000', HOST_KEY: hostKey },
    screen: createScreen(process.stdout),
  });
  const browser = await chromium.launch({ executablePath: found.path, args: fakeDevices });
  try {
    await takeReadmePictures(browser);
    await takeHostPictures(browser);
    await takeContactSheet(browser);
  } finally {
    await browser.close();
    await room.stop();
  }
  console.log(`The screenshots are in ${folder}`);
}

/** Takes the README's screenshots with four guests in a room: one without a camera, one muted. */
async function takeReadmePictures(from: Browser): Promise<void> {
  const pages = await Promise.all(guests.map((guest, index) => openLobby(from, guest, index)));
  await pages[0]?.waitForTimeout(1500);
  await takeAll(pages, 'lobby');
  for (const page of pages) {
    await page.locator('button[type=submit]').click();
    await page.getByRole('listitem').first().waitFor();
  }
  await pages[2]?.getByRole('button', { name: 'Video', exact: true }).click();
  await pages[3]?.getByRole('button', { name: 'Microphone', exact: true }).click();
  await pages[0]?.waitForTimeout(6000);
  await takeAll(pages, 'room');
  await pages[1]?.getByRole('button', { name: '退出' }).click();
  await pages[1]?.waitForTimeout(500);
  await pages[1]?.screenshot({ path: join(folder, 'ended-phone.png') });
  // `runBeforeUnload` lets each page leave the room when it closes, so that no guest is left there.
  await Promise.all(pages.map((page) => page.close({ runBeforeUnload: true })));
}

/**
 * Takes the screenshots of the waiting room and of the list of people: a guest who waits on a phone, and what a host sees
 * on one, in Japanese.
 */
async function takeHostPictures(from: Browser): Promise<void> {
  const enter = async (page: Page) => {
    // Until the app has loaded, index.html has a lobby for each language, and one of them is visible.
    await page.locator('button[type=submit]:visible').click();
    await inRoom(page);
  };
  const host = await openLobby(from, { name: 'Aiko', size: computer }, 0, `#host=${hostKey}`);
  await enter(host);
  const guest = await openLobby(from, { name: 'Ben', size: computer }, 1);
  await enter(guest);
  await guest.getByRole('button', { name: roomEn.gesture.raiseHand }).click();
  const onPhone = { size: phone, isPhone: true, language: 'ja', colorScheme: 'dark' } as const;
  const second = await openLobby(from, { name: '美咲', ...onPhone }, 2, `#host=${hostKey}`);
  await enter(second);
  await openPeople(host, roomEn);
  await host.getByRole('checkbox', { name: panelEn.waiting.room }).click();
  const waiting = await openLobby(from, { name: 'Chloé', size: phone, isPhone: true }, 3);
  await waiting.getByRole('button', { name: en.lobby.ask }).click();
  await waiting.getByText(knockEn.told).waitFor();
  await host
    .getByRole('dialog')
    .getByRole('button', { name: panelEn.waiting.admitNamed('Chloé') })
    .waitFor();
  await openPeople(second, roomJa);
  await host.waitForTimeout(5000);
  await waiting.screenshot({ path: join(folder, 'waiting-phone-light.png') });
  await second.screenshot({ path: join(folder, 'people-phone-dark.png') });
  await waiting.context().close();
  await host.getByRole('checkbox', { name: panelEn.waiting.room }).click();
  await host.getByRole('checkbox', { name: panelEn.waiting.room, checked: false }).waitFor();
  await Promise.all([host, guest, second].map((page) => page.close({ runBeforeUnload: true })));
}

async function openPeople(page: Page, { controls }: RoomMessages): Promise<void> {
  await page.getByRole('button', { name: controls.more, exact: true }).click();
  await page.getByRole('menuitem', { name: controls.people }).click();
  await page.getByRole('dialog').waitFor();
}

/**
 * Opens the lobby as a guest.
 *
 * @param index chooses the guest's face
 * @param fragment end of the address, as `#host=KEY`
 */
async function openLobby(from: Browser, guest: Guest, index: number, fragment = ''): Promise<Page> {
  const context = await from.newContext({
    viewport: guest.size,
    colorScheme: guest.colorScheme ?? 'light',
    deviceScaleFactor: guest.isPhone ? 2 : 1,
    hasTouch: guest.isPhone ?? false,
    isMobile: guest.isPhone ?? false,
  });
  const page = await context.newPage();
  const shape = guest.isPhone ? { width: 720, height: 960 } : { width: 1280, height: 720 };
  await givePortraits(page, { seed: index, ...shape, framesPerSecond: 20 });
  await page.goto(
    `${room.url}?name=${encodeURIComponent(guest.name)}&lang=${guest.language ?? 'en'}${fragment}`,
  );
  return page;
}

async function takeAll(pages: readonly Page[], name: string): Promise<void> {
  for (const [index, page] of pages.entries()) {
    const guest = guests[index];
    const place = guest?.isPhone ? 'phone' : 'computer';
    await page.screenshot({ path: join(folder, `${name}-${place}-${guest?.colorScheme ?? 'light'}.png`) });
  }
}

/**
 * Takes the screenshots for the contact sheet. Only the guest whose page they show receives media; the others just
 * send.
 */
async function takeContactSheet(from: Browser): Promise<void> {
  const viewer = await openLobby(from, { name: 'Aiko', size: computer }, 0);
  await viewer.getByRole('button', { name: 'Join', exact: true }).click();
  await viewer.getByRole('listitem').first().waitFor();

  // `bypassCSP` turns the page's content security policy off. It allows no inline script, and LiveKit's client is added
  // as one.
  const stagehand = await (await from.newContext({ bypassCSP: true })).newPage();
  await givePortraits(stagehand, { seed: 0, width: 640, height: 360, framesPerSecond: 5 });
  await stagehand.goto(`${room.url}config.json`);
  const extras = await hireExtras(stagehand, `${room.url}token`);

  const shots: Shot[] = [];
  for (const count of counts) {
    await extras.growTo(count - 1);
    // Waits until the room shows all guests: LiveKit announces a guest without a camera only after some seconds.
    await viewer.getByText(roomEn.stage.count(count)).waitFor({ state: 'attached' });
    for (const size of sizes) {
      await viewer.setViewportSize(size);
      await viewer.waitForTimeout(2500);
      const png = await viewer.screenshot();
      shots.push({ row: `${size.width}×${size.height}`, caption: String(count), png });
    }
    console.log(`  ${count} of ${counts.at(-1)} people`);
  }
  await viewer.context().close();
  await stagehand.context().close();
  await composeSheet(from, shots, join(folder, 'contact-sheet.png'));
}

async function givePortraits(page: Page, options: Parameters<typeof showPortraits>[0]): Promise<void> {
  await page.addInitScript(nameHelper);
  await page.addInitScript(showPortraits, options);
}
