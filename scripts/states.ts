import type { Page } from 'playwright';
import { inRoom } from '../testing/inRoom.ts';
import type { RunningRoom } from '../local/room.ts';
import type { AllMessages } from '../src/messages/speech.ts';
import type { DoctorMessages } from '../src/messages/doctorEn.ts';
import type { KnockMessages } from '../src/messages/knockEn.ts';
import type { PanelMessages } from '../src/messages/panelEn.ts';
import type { Extras } from './extras.ts';

/** The page of which a screenshot is taken, and what the steps before the screenshot need. */
export interface Visit {
  page: Page;
  /** All texts of the app, in the page's language. */
  words: AllMessages;
  panels: PanelMessages;
  knock: KnockMessages;
  doctor: DoctorMessages;
  server: RunningRoom;
  room: string;
  /**
   * Opens the app in the page. The address has the room, the language and the guest's name, unless `parts` says
   * otherwise.
   */
  open: (parts?: {
    name?: string;
    room?: string;
    key?: string;
    host?: string;
    check?: boolean;
  }) => Promise<void>;
  /** Returns the other guests of the same room, who send a drawn video. */
  extras: () => Promise<Extras>;
}

export interface State {
  name: string;
  /** A special browser for this state: `refusing` denies every permission prompt, `bare` has no devices. */
  browser?: 'refusing' | 'bare';
  /** The only device that has this state. */
  device?: 'phone' | 'computer';
  /**
   * Environment variables of a token handler that is started for this state alone, on a server that `take` may stop.
   * Without them the state uses the common server.
   */
  environment?: Record<string, string>;
  take: (visit: Visit) => Promise<void>;
  /**
   * Runs before the picture of each window size. It repeats steps whose effect ends when the size changes or after a
   * while, such as an open menu.
   */
  takeAgain?: (visit: Visit) => Promise<void>;
}

const lobby: State[] = [
  { name: 'lobby without a name', take: (visit) => visit.open({ name: '' }) },
  { name: 'lobby', take: (visit) => visit.open() },
  {
    name: 'lobby that asks for a key',
    environment: { ROOM_KEY: 'apple-tree-house-river' },
    take: (visit) => visit.open(),
  },
  {
    name: 'lobby with a wrong key',
    environment: { ROOM_KEY: 'apple-tree-house-river' },
    take: (visit) => visit.open({ key: 'pear-tree' }),
  },
  { name: 'lobby of a room that is not allowed', take: (visit) => visit.open({ room: 'nowhere' }) },
  { name: 'lobby with refused devices', browser: 'refusing', take: (visit) => visit.open() },
  { name: 'lobby without devices', browser: 'bare', take: (visit) => visit.open() },
  {
    name: 'lobby of a full room',
    environment: { MAX_PARTICIPANTS: '1' },
    async take(visit) {
      await (await visit.extras()).growTo(1);
      await visit.open();
      await button(visit, visit.words.lobby.join).click();
      await visit.page.getByText(visit.words.failure.room_full).waitFor();
    },
  },
  {
    name: 'lobby while the server is away',
    environment: {},
    async take(visit) {
      await visit.open();
      kill(visit, 'SIGKILL');
      await button(visit, visit.words.lobby.join).click();
      await visit.page.getByText(visit.words.failure.signalling_unreachable).waitFor();
    },
  },
  {
    name: 'lobby while joining',
    async take(visit) {
      await visit.page.routeWebSocket(/\/rtc/, () => {});
      await visit.open();
      await button(visit, visit.words.lobby.join).click();
      await visit.page.getByText(visit.words.lobby.joining).waitFor();
    },
  },
];

const people: State[] = [
  {
    name: 'room alone',
    async take(visit) {
      await join(visit);
      await visit.page.getByRole('heading', { level: 2 }).waitFor();
    },
  },
  {
    name: 'room that everyone else has left',
    async take(visit) {
      const extras = await joinWith(visit, 1);
      await extras.dismiss();
      await visit.page.getByText(visit.panels.alone.left).waitFor();
    },
  },
  ...[2, 3, 5, 9].map((count) => ({
    name: `room of ${count}`,
    take: async (visit: Visit) => void (await joinWith(visit, count - 1)),
  })),
  {
    name: 'second page of a room of nine',
    async take(visit) {
      await joinWith(visit, 8);
    },
    async takeAgain(visit) {
      const next = button(visit, visit.words.view.nextPage);
      // Opens the next page of tiles if there is one: the last page stays open when the window size changes, and a
      // large window shows all tiles on one page.
      if ((await next.isVisible()) && (await next.isEnabled())) await next.click();
    },
  },
  {
    name: 'speaker view',
    async take(visit) {
      await joinWith(visit, 4);
      await button(visit, visit.words.view.speaker).click();
    },
  },
  {
    name: 'pinned guest',
    async take(visit) {
      await joinWith(visit, 4);
      await button(visit, visit.words.view.more('Chloé')).click();
      await visit.page.getByRole('dialog').getByRole('button', { name: visit.words.view.pinHere }).click();
    },
  },
  {
    name: 'everything off',
    async take(visit) {
      await joinWith(visit, 2);
      await button(visit, visit.words.control.microphone).click();
      await button(visit, visit.words.control.camera).click();
    },
  },
];

const events: State[] = [
  {
    name: 'sharing the own screen',
    device: 'computer',
    async take(visit) {
      await joinWith(visit, 3);
      await visit.page.evaluate(() => {
        const drawPortrait: (seed: number) => MediaStreamTrack = Reflect.get(globalThis, 'drawPortrait');
        navigator.mediaDevices.getDisplayMedia = async () => new MediaStream([drawPortrait(9)]);
      });
      await button(visit, visit.words.controls.share).click();
      await visit.page.getByText(visit.words.sharing.on).first().waitFor();
    },
  },
  {
    name: 'seeing a shared screen',
    async take(visit) {
      const extras = await joinWith(visit, 3);
      await extras.act(0, 'share');
      await visit.page.getByRole('listitem', { name: visit.words.stage.yourScreen('Ben') }).waitFor();
    },
  },
  {
    name: 'raised hand among the people',
    async take(visit) {
      const extras = await joinWith(visit, 4);
      await extras.act(1, 'raise hand');
      await visit.page.getByRole('listitem', { name: visit.words.gesture.handUp(1) }).waitFor();
    },
    async takeAgain(visit) {
      await visit.page.keyboard.press('Escape');
      await button(visit, visit.words.controls.more).click();
      await visit.page.getByRole('menuitem', { name: visit.words.controls.people }).click();
      await visit.page.getByRole('dialog').getByText(visit.panels.people.handUp).first().waitFor();
    },
  },
  {
    name: 'toasts',
    async take(visit) {
      await joinWith(visit, 3);
    },
    async takeAgain(visit) {
      const extras = await visit.extras();
      await extras.act(1, 'lower hand');
      await extras.act(0, 'message');
      await extras.act(1, 'raise hand');
      await extras.act(2, 'react');
      await visit.page.getByText('🎉').first().waitFor();
      // Focuses a toast, because toasts do not vanish while one of them has the focus.
      await visit.page.getByRole('button', { name: 'second chart' }).focus();
    },
  },
  {
    name: 'chat',
    async take(visit) {
      const extras = await joinWith(visit, 2);
      await extras.act(0, 'message');
      await extras.act(1, 'message');
      await visit.page.getByRole('button', { name: new RegExp(`^${visit.words.chat.title}`) }).click();
      await visit.page.getByRole('textbox').fill('https://example.org 🙂');
      await visit.page.keyboard.press('Enter');
      await visit.page.getByRole('link').waitFor();
    },
  },
  {
    name: 'toasts beside the chat',
    async take(visit) {
      await joinWith(visit, 3);
      await visit.page.getByRole('button', { name: new RegExp(`^${visit.words.chat.title}`) }).click();
      await visit.page.getByRole('textbox').waitFor();
    },
    async takeAgain(visit) {
      const extras = await visit.extras();
      await extras.act(1, 'lower hand');
      await extras.act(1, 'raise hand');
      await extras.act(2, 'react');
      await visit.page.getByText('🎉').first().waitFor();
    },
  },
  {
    name: 'chat without messages',
    async take(visit) {
      await join(visit);
      await button(visit, visit.words.chat.title).click();
      await visit.page.getByRole('textbox').waitFor();
    },
  },
];

const hostKey = 'red-kettle-forty-nine';

const waitingRoom = { HOST_KEY: hostKey, ROOM_ENTRY: 'knock' };

const knocking: State[] = [
  {
    name: 'lobby that waits without a host',
    environment: waitingRoom,
    async take(visit) {
      await askToJoin(visit);
      await visit.page.getByText(visit.knock.unheard).waitFor();
    },
  },
  {
    name: 'lobby that waits for the host',
    environment: waitingRoom,
    async take(visit) {
      await askToJoin(visit);
      await decide(visit, 'list_waiting');
      await visit.page.getByText(visit.knock.told).waitFor();
    },
  },
  {
    name: 'lobby after a refusal',
    environment: waitingRoom,
    async take(visit) {
      await askToJoin(visit);
      const [guest] = await decide(visit, 'list_waiting');
      await decide(visit, 'refuse', guest);
      await visit.page.getByText(visit.words.failure.knock_refused).waitFor();
    },
  },
  ...[1, 7].map((count) => ({
    name: `room with ${count} who wait`,
    environment: waitingRoom,
    take: (visit: Visit) => joinWithWaiting(visit, count),
  })),
  {
    name: 'people with guests who wait',
    environment: waitingRoom,
    take: (visit) => joinWithWaiting(visit, 2),
    async takeAgain({ page, words }) {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.controls.more, exact: true }).click();
      await page.getByRole('menuitem', { name: words.controls.people }).click();
      await page.getByRole('dialog').getByRole('region').first().waitFor();
    },
  },
];

const menus: State[] = [
  ...(['invite', 'people', 'layout', 'settings', 'shortcuts'] as const).map((name) => ({
    name: `dialog ${name}`,
    take: async (visit: Visit) => void (await joinWith(visit, 1)),
    async takeAgain(visit: Visit) {
      const { controls } = visit.words;
      await visit.page.keyboard.press('Escape');
      await button(visit, controls.more).click();
      const item = visit.page.getByRole('menuitem', { name: controls[name] });
      if ((await item.count()) === 0) return;
      await item.click();
      await visit.page.getByRole('dialog').waitFor();
    },
  })),
  {
    name: 'people for a host',
    environment: { HOST_KEY: hostKey },
    async take(visit) {
      await (await visit.extras()).growTo(2);
      await visit.open({ host: hostKey });
      await button(visit, visit.words.lobby.join).click();
      await inRoom(visit.page);
    },
    async takeAgain({ page, words }) {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: words.controls.more, exact: true }).click();
      await page.getByRole('menuitem', { name: words.controls.people }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  ...(['more', 'audioDevices', 'videoDevices'] as const).map((name) => ({
    name: `menu ${name}`,
    take: async (visit: Visit) => void (await joinWith(visit, 1)),
    async takeAgain(visit: Visit) {
      await visit.page.keyboard.press('Escape');
      const opener = button(visit, visit.words.controls[name]);
      if (await opener.isVisible()) await opener.click();
    },
  })),
  {
    name: 'pointer over a tile',
    device: 'computer',
    take: async (visit) => void (await joinWith(visit, 4)),
    takeAgain: (visit) => visit.page.getByRole('listitem', { name: /^Chloé/ }).hover(),
  },
  {
    name: 'buttons hidden by a tap',
    device: 'phone',
    async take(visit) {
      await joinWith(visit, 4);
      await visit.page.getByRole('listitem', { name: /^Chloé/ }).tap();
    },
  },
  {
    name: 'menu of a tile',
    take: async (visit) => void (await joinWith(visit, 2)),
    async takeAgain(visit) {
      await visit.page.keyboard.press('Escape');
      await button(visit, visit.words.view.more('Ben')).click();
    },
  },
  {
    name: 'reactions',
    take: async (visit) => void (await joinWith(visit, 2)),
    async takeAgain(visit) {
      await visit.page.keyboard.press('Escape');
      const react = button(visit, visit.words.gesture.react);
      if (await react.isVisible()) await react.click();
    },
  },
];

const faults: State[] = [
  {
    name: 'reconnecting',
    environment: {},
    async take(visit) {
      await joinWith(visit, 2);
      kill(visit, 'SIGKILL');
      await visit.page.getByText(visit.words.stage.reconnecting).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'rejoining',
    environment: {},
    async take(visit) {
      await joinWith(visit, 2);
      kill(visit, 'SIGTERM');
      await visit.page.waitForTimeout(500);
      kill(visit, 'SIGTERM');
      await visit.page
        .getByRole('region', { name: visit.words.returning.title })
        .waitFor({ timeout: 60_000 });
    },
  },
];

const ends: State[] = [
  {
    name: 'end after leaving',
    async take(visit) {
      await join(visit);
      await button(visit, visit.words.control.leave).click();
      await visit.page.getByRole('heading', { name: visit.words.ended.left }).waitFor();
    },
  },
  {
    name: 'end after being removed',
    async take(visit) {
      await join(visit);
      const { host, identity } = await moderate(visit);
      await host.removeParticipant(visit.room, identity);
      await visit.page.getByRole('heading', { name: visit.words.ended.removed }).waitFor();
    },
  },
  {
    name: 'end of the room',
    async take(visit) {
      await join(visit);
      const { host } = await moderate(visit);
      await host.deleteRoom(visit.room);
      await visit.page.getByRole('heading', { name: visit.words.ended.room_closed }).waitFor();
    },
  },
  {
    name: 'end in another tab',
    async take(visit) {
      await join(visit);
      // Opens a second tab as "Duplicate" in a browser's tab menu does: the new tab begins with a copy of the session
      // storage.
      const opening = visit.page.waitForEvent('popup');
      await visit.page.evaluate(() => void open(location.href));
      await (await opening).getByRole('button', { name: visit.words.lobby.join, exact: true }).click();
      await visit.page.getByRole('heading', { name: visit.words.ended.joined_elsewhere }).waitFor();
    },
  },
];

const checks: State[] = [
  { name: 'check before it begins', take: (visit) => visit.open({ check: true }) },
  { name: 'check without a fault', take: check },
  {
    name: 'check with a fault',
    environment: {},
    async take(visit) {
      kill(visit, 'SIGKILL');
      await check(visit);
    },
  },
];

/** Every state of the app that a guest can see, in the order in which a guest may see them. */
export const states: readonly State[] = [
  ...lobby,
  ...people,
  ...events,
  ...knocking,
  ...menus,
  ...faults,
  ...ends,
  ...checks,
];

function button({ page }: Visit, name: string) {
  return page.getByRole('button', { name, exact: true });
}

async function join(visit: Visit): Promise<void> {
  await visit.open();
  await button(visit, visit.words.lobby.join).click();
  await inRoom(visit.page);
}

/** Joins a room that already has `count` other guests. */
async function joinWith(visit: Visit, count: number): Promise<Extras> {
  const extras = await visit.extras();
  await extras.growTo(count);
  await join(visit);
  await visit.page.getByText(visit.words.stage.count(count + 1)).waitFor({ state: 'attached' });
  return extras;
}

async function askToJoin(visit: Visit): Promise<void> {
  await visit.open();
  await button(visit, visit.words.lobby.ask).click();
  await visit.page.getByText(visit.words.lobby.waiting).waitFor();
}

/**
 * Sends a host's action, such as `refuse`, to the token handler. The action `list_waiting` is repeated until a guest
 * waits for admission.
 *
 * @returns the identities of the guests in the answer
 */
async function decide({ page, server, room }: Visit, action: string, about?: string): Promise<string[]> {
  for (;;) {
    const answer = await page.request.post(`${server.url}host`, {
      headers: { Authorization: `Bearer ${hostKey}` },
      data: { room_name: room, action, participant_identity: about },
    });
    const found = (await answer.text()).matchAll(/"participant_identity":"([^"]+)"/g);
    const identities = Array.from(found, ([, identity = '']) => identity);
    if (action !== 'list_waiting' || identities.length > 0) return identities;
    await page.waitForTimeout(200);
  }
}

/** Joins as a host of a room in whose waiting room others wait, each in a tab of their own. */
async function joinWithWaiting(visit: Visit, count: number): Promise<void> {
  const { page, words, panels } = visit;
  await visit.open({ host: hostKey });
  await button(visit, words.lobby.join).click();
  await inRoom(page);
  for (const name of ['Ben', 'Chloé', '大輔', 'Ben', 'Farid', 'さくら', 'Hugo'].slice(0, count)) {
    const tab = await page.context().newPage();
    const address = new URL(page.url());
    address.searchParams.set('name', name);
    await tab.goto(address.href);
    await tab.getByRole('button', { name: words.lobby.ask, exact: true }).click();
    await tab.getByText(words.lobby.waiting).waitFor();
  }
  const sentence = count === 1 ? /Ben/ : panels.waiting.several(count);
  await page.getByRole('region', { name: sentence }).first().waitFor();
}

async function check(visit: Visit): Promise<void> {
  await visit.open({ check: true });
  await visit.page.getByRole('button').first().click();
  // The button that copies the report appears when all steps have ended.
  await button(visit, visit.doctor.copyReport).waitFor({ timeout: 120_000 });
}

function kill({ server }: Visit, signal: 'SIGTERM' | 'SIGKILL'): void {
  const { pid } = server.livekit;
  if (pid === undefined) throw new Error('LiveKit has no process id.');
  process.kill(pid, signal);
}

async function moderate({ server, room }: Visit) {
  const { RoomServiceClient } = await import('livekit-server-sdk');
  const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
  const [guest] = await host.listParticipants(room);
  return { host, identity: guest?.identity ?? '' };
}
