import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { fakeDevices } from '../../testing/browserArguments.ts';
import { findHeadlessShell } from '../../testing/chromium.ts';
import { inRoom } from '../../testing/inRoom.ts';
import { countWhatIsHeld, leftAfterCollection } from '../../testing/keptObjects.ts';
import { nameHelper } from '../../testing/nameHelper.ts';
import { openPath, type Path } from '../../testing/path.ts';
import { residentMegabytes } from '../processState.ts';

/** A guest in the long call: a page of the app in a browser of its own, on a network path of its own. */
export interface LongGuest {
  name: string;
  page: Page;
  /** Does once what guests do in a call, in this order. Each is done when the page is back in the state before it. */
  actions: Record<string, () => Promise<void>>;
  /** What the page holds now, after a garbage collection. */
  read: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
}

const messagesEach = 3;
const shareMs = 15_000;
/** Long enough that LiveKit's client notices the loss and makes several tries. */
const cutMs = 4000;

/** Opens a guest's page and joins the room. */
export async function openLongGuest(
  name: string,
  { port, room }: { port: number; room: string },
): Promise<LongGuest> {
  const path = await openPath(port);
  const executablePath = findHeadlessShell();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: fakeDevices,
    handleSIGINT: false,
  });
  const close = async () => {
    await browser.close();
    await path.close();
  };
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.addInitScript(nameHelper);
    await page.addInitScript(countWhatIsHeld);
    await page.goto(`${path.url}?room=${room}&name=${name}`);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await inRoom(page);
    return { name, page, actions: actionsOf(page, path), read: await reader(browser, page), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function actionsOf(page: Page, path: Path): LongGuest['actions'] {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const steady = async () => {
    await page.locator('main[data-connection=steady]').waitFor();
  };
  const twice = async (name: string) => {
    await button(name).click();
    await wait(2000);
    await button(name).click();
    await wait(1000);
  };
  return {
    async chats() {
      const input = page.getByRole('textbox', { name: 'Write a message' });
      const chat = page.getByRole('button', { name: /^Chat/ });
      await chat.click();
      for (let count = 0; count < messagesEach; count += 1) {
        await input.fill(`The time is ${new Date().toISOString()}.`);
        await input.press('Enter');
        await wait(1000);
      }
      await chat.click();
      await input.waitFor({ state: 'hidden' });
    },
    async 'raises and lowers the hand'() {
      await twice('Raise hand');
    },
    async 'mutes and unmutes'() {
      await twice('Microphone');
    },
    async 'turns the camera off and on'() {
      await twice('Video');
    },
    async 'shares the screen'() {
      await button('Share screen').click();
      const bar = page.getByRole('status').filter({ hasText: 'You are sharing your screen' });
      await bar.waitFor();
      await wait(shareMs);
      await bar.getByRole('button', { name: 'Stop sharing' }).click();
      await bar.waitFor({ state: 'detached' });
    },
    async 'loses and regains signalling'() {
      path.cut('closed');
      try {
        await page.locator('main[data-connection]:not([data-connection=steady])').waitFor();
        await wait(cutMs);
      } finally {
        path.mend();
      }
      await steady();
    },
    async 'is cut off and rejoins with a new Room'() {
      // At this event LiveKit's client leaves the room, as when the browser freezes the tab (client-sdk-js#1968).
      await page.evaluate(() => dispatchEvent(new Event('freeze')));
      await page.getByText('Trying to rejoin').waitFor();
      await page.evaluate(() => document.dispatchEvent(new Event('resume')));
      await page.getByText('Trying to rejoin').waitFor({ state: 'hidden' });
      await steady();
    },
  };
}

async function reader(browser: Browser, page: Page): Promise<LongGuest['read']> {
  const devTools = await page.context().newCDPSession(page);
  const browserTools = await browser.newBrowserCDPSession();
  return async () => {
    const left = await leftAfterCollection(devTools);
    const heap = await devTools.send('Runtime.getHeapUsage');
    const held = await page.evaluate(() => window.heldNow());
    const { processInfo } = await browserTools.send('SystemInfo.getProcessInfo');
    const memory = (type: RegExp) =>
      processInfo
        .filter((one) => type.test(one.type))
        .reduce((sum, { id }) => sum + residentMegabytes(id), 0);
    return {
      'JavaScript heap, MB': heap.usedSize / 1e6,
      'heap of the browser’s objects, MB': heap.embedderHeapUsedSize / 1e6,
      nodes: left.nodes,
      listeners: left.listeners,
      'LiveKit’s Room objects': left.rooms,
      timers: held.intervals + held.timeouts,
      'WebSockets and connections': held.sockets + held.connections,
      'open tracks and audio contexts': held.liveTracks + held.audioContexts,
      'memory of the page’s process, MB': memory(/^renderer$/),
      'memory of all processes of the browser, MB': memory(/./),
    };
  };
}
