import type { Page } from 'playwright/test';
import { appFiles, failFiles, holdReloads } from './failFiles.ts';
import { giveLanAddress } from '../testing/giveLanAddress.ts';
import { inRoom } from '../testing/inRoom.ts';
import { tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const sentence = 'Part of this page couldn’t be loaded.';

const told = (page: Page) => page.getByRole('alert').filter({ hasText: sentence });
const noticed = (page: Page) => page.getByRole('status').filter({ hasText: sentence });

const script = (name: string) => new RegExp(`/assets/${name}-[^/]{8}\\.js`);
const sheet = (name: string) => new RegExp(`/assets/${name}-[^/]{8}\\.css`);

test('a start-up file that does not load after an early click on Join is reported and retried, and then the guest joins', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  // Turns the video off: opening it again after each reload would take time.
  await aiko.getByRole('button', { name: 'Video', exact: true }).click();
  const address = aiko.url();
  const { first } = appFiles();
  expect(first).toEqual(['boot', 'en', 'livekit', 'lobby', 'react', 'rolldown-runtime', 'room', 'roomEn']);
  for (const file of [...first.map(script), sheet('lobby'), sheet('room')]) {
    await test.step(String(file), async () => {
      const letIn = await failFiles(aiko, file);
      await aiko.goto(address, { waitUntil: 'commit' });
      await aiko.getByRole('button', { name: 'Join' }).click();
      await expect(told(aiko)).toBeVisible();
      await letIn();
      await inRoom(aiko);
      await expect(told(aiko)).toBeHidden();
    });
  }
});

test('when the first file never loads, a message says so, the page reloads itself with the typed name, and Join can be cancelled', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko', video: 'off' });
  await failFiles(aiko, script('boot'));
  let loads = 0;
  aiko.on('domcontentloaded', () => (loads += 1));
  await aiko.reload();
  const field = aiko.getByRole('textbox', { name: 'Your name' });
  await field.focus();
  const reload = await holdReloads(aiko);
  const shownLoads = loads;
  await expect.poll(reload.isAsked).toBe(true);
  await aiko.keyboard.press('End');
  await aiko.keyboard.type(' Tanaka');
  await reload.release();
  await expect.poll(() => loads).toBeGreaterThan(shownLoads);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Aiko Tanaka');
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect.poll(() => loads).toBeGreaterThan(3);
  await expect(told(aiko)).toBeVisible();
  await expect(field).toHaveValue('Aiko Tanaka');
  await expect(aiko.getByRole('button', { name: 'Joining…' })).toBeVisible();

  await aiko.getByRole('button', { name: 'Cancel' }).click();
  await told(aiko).getByRole('button', { name: 'Try again' }).click();
  const before = loads;
  await expect.poll(() => loads).toBeGreaterThan(before);
  await expect(aiko.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
  await expect(field).toHaveValue('Aiko Tanaka');
  await expect(told(aiko)).toBeVisible();
  await told(aiko).getByRole('button', { name: 'Close' }).click();
  await expect(told(aiko)).toBeHidden();
});

test('a guest who chose Listen only stays in that mode when the page reloads itself, and Cancel ends the retries', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  let letIn = await failFiles(aiko, script('livekit'));
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Listen only' }).click();
  await expect(told(aiko)).toBeVisible();
  await aiko.getByRole('button', { name: 'Cancel' }).click();
  await expect(told(aiko)).toBeHidden();
  await letIn();

  letIn = await failFiles(aiko, script('livekit'));
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Listen only' }).click();
  const field = aiko.getByRole('textbox', { name: 'Your name' });
  await field.focus();
  const reload = await holdReloads(aiko);
  await expect.poll(reload.isAsked).toBe(true);
  await aiko.keyboard.press('End');
  await aiko.keyboard.type(' T');
  const isLoaded = aiko.waitForEvent('domcontentloaded');
  await reload.release();
  await isLoaded;
  await expect(field).toBeFocused();
  await letIn();
  await inRoom(aiko);
  await expect(tile(aiko, 'Aiko T \\(you\\)')).toHaveAccessibleName(/muted, video off/);
});

/**
 * Something in the room whose file is loaded on demand. `ask` clicks what loads the file, and `there` waits for what
 * the file shows.
 */
interface OnDemand {
  ask: (page: Page) => Promise<void>;
  there: (page: Page) => Promise<void>;
}

const heading = (name: string | RegExp) => (page: Page) =>
  expect(page.getByRole('heading', { name })).toBeVisible();

function fromMenu(item: string, title: string | RegExp): OnDemand {
  return {
    async ask(page) {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    there: async (page) => {
      await heading(title)(page);
      await page.keyboard.press('Escape');
    },
  };
}

const inRoomParts: Record<string, OnDemand> = {
  ChatPanel: {
    ask: (page) => page.getByRole('button', { name: /^Chat/ }).click(),
    there: (page) => expect(page.getByRole('textbox', { name: /message/i })).toBeVisible(),
  },
  SettingsDialog: fromMenu('Settings', 'Settings'),
  LayoutDialog: fromMenu('Layout', 'Layout'),
  ShortcutsDialog: fromMenu('Keyboard shortcuts', 'Keyboard shortcuts'),
  InviteDialog: fromMenu('Invite', 'Invite others'),
  PeopleDialog: fromMenu('People', /^People/),
};

/** Lists the files that this dialog or panel needs, without those that earlier ones in the test have loaded. */
function filesOf(part: string): readonly RegExp[] {
  // The invitation in this dialog has files of its own, because a guest who is alone sees the same invitation on a card
  // over the stage.
  if (part === 'InviteDialog')
    return [
      sheet('Invitation'),
      script('Invitation'),
      script('useInviteLink'),
      script('useLocale'),
      script(part),
    ];
  if (part === 'PeopleDialog')
    return [sheet(part), sheet('WaitingList'), script('WaitingList'), script(part)];
  const shared = part === 'ShortcutsDialog' ? [script('Dialog'), script('usePanelMessages')] : [];
  return [sheet(part), ...shared, script(part)];
}

async function expectCodeAtSecondTry(page: Page, letIn: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText(sentence);
  await letIn();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
}

test('in the room a notice reports a file that does not load, the guest can retry, and the notice disappears', async ({
  join,
}) => {
  // Ben joins first: if Aiko were alone, she would see the invitation on the stage, and its files would be loaded
  // before the test can make them fail.
  await join({ name: 'Ben', video: 'off' });
  const aiko = await join({ name: 'Aiko', video: 'off' });
  await giveLanAddress(aiko);
  const names = [
    'ShortcutsDialog',
    'SettingsDialog',
    'LayoutDialog',
    'PeopleDialog',
    'InviteDialog',
    'ChatPanel',
  ];
  for (const file of names) {
    const part = inRoomParts[file];
    const files = filesOf(file);
    for (const [index, address] of files.entries()) {
      await test.step(String(address), async () => {
        // In each step the files of the later steps fail as well: the browser would keep one that loads now, and it
        // could not fail in its own step.
        const missing = files.slice(index).map(({ source }) => source);
        const letIn = await failFiles(aiko, new RegExp(missing.join('|')));
        await part?.ask(aiko);
        await expect(noticed(aiko)).toBeVisible();
        await letIn();
        if (index + 1 < files.length) await noticed(aiko).getByRole('button', { name: 'Close' }).click();
      });
    }
    const letCodeIn = await failFiles(aiko, script('QrCode'));
    await noticed(aiko).getByRole('button', { name: 'Try again' }).click();
    if (file === 'InviteDialog') await expectCodeAtSecondTry(aiko, letCodeIn);
    await letCodeIn();
    await part?.there(aiko);
    await expect(noticed(aiko)).toBeHidden();
  }

  await test.step('another language', async () => {
    const letIn = await failFiles(aiko, script('ja'));
    await aiko.getByRole('button', { name: 'More', exact: true }).click();
    await aiko.getByRole('menuitem', { name: 'Settings' }).click();
    await aiko.getByRole('combobox', { name: 'Language' }).selectOption('日本語');
    await expect(aiko.getByText(sentence)).toBeVisible();
    await letIn();
    await expect(aiko.getByRole('heading', { name: '設定' })).toBeVisible();
    await expect(aiko.getByRole('checkbox', { name: '1文字のキーボードショートカット' })).toBeVisible();
    await expect(aiko.getByText(sentence)).toBeHidden();
  });
});

test('a call works without the file for the sides of an upright video, the page after it without the file for “Copy link”, and the file that watches microphone and devices is loaded again', async ({
  openLobby,
  join,
}) => {
  const aiko = await openLobby({ name: 'Aiko', video: 'off' });
  await giveLanAddress(aiko);
  await failFiles(aiko, /\/assets\/(Sides|CopyLink)-/);
  const letIn = await failFiles(aiko, script('(?:Watches|listenToMicrophone)'));
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await inRoom(aiko);
  await expect(told(aiko)).toBeHidden();
  await join({ name: 'Ben', video: 'off' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await expect(aiko.getByRole('button', { name: 'Rejoin' })).toBeVisible();
  await expect(aiko.getByRole('button', { name: 'Copy link' })).toHaveCount(0);
});

test('files that the room loads by itself and that do not load are reported and retried', async ({
  join,
  openLobby,
}) => {
  const ben = await join({ name: 'Ben', video: 'off' });
  await ben.getByRole('button', { name: /^Chat/ }).click();
  await ben.getByRole('textbox', { name: /message/i }).fill('Hello');
  await ben.keyboard.press('Enter');

  const aiko = await openLobby({ name: 'Aiko', video: 'off' });
  let letIn = await failFiles(aiko, script('(?:history|fileContent)'));
  await aiko.getByRole('button', { name: 'Join' }).click();
  await inRoom(aiko);
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await expect(told(aiko)).toBeHidden();
  letIn = await failFiles(aiko, script('ToastList'));
  await ben.getByRole('button', { name: 'React', exact: true }).click();
  await ben.getByRole('button', { name: 'Celebration' }).click();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await expect(told(aiko)).toBeHidden();
  letIn = await failFiles(aiko, script('fileTransfer'));
  const choosing = ben.waitForEvent('filechooser');
  await ben.getByRole('button', { name: /^Attach files/ }).click();
  await (
    await choosing
  ).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Notes') });
  await ben.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await expect(told(aiko)).toBeHidden();
  await expect(aiko.getByRole('button', { name: 'Chat, 2 unread' })).toBeVisible();
  letIn = await failFiles(aiko, script('TileMenuEntries'));
  await aiko.getByRole('button', { name: 'Options for Ben' }).click();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await expect(aiko.getByRole('button', { name: 'Mute for me' })).toBeVisible();
  await expect(told(aiko)).toBeHidden();
  await aiko.keyboard.press('Escape');
  letIn = await failFiles(aiko, script('AloneCard'));
  await ben.getByRole('button', { name: 'Leave' }).click();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await heading('Everyone else has left.')(aiko);
  await expect(told(aiko)).toBeHidden();
  letIn = await failFiles(aiko, /\/assets\/FileMessage-/);
  await aiko.getByRole('button', { name: /^Chat/ }).click();
  await expect(aiko.getByText('Hello')).toBeVisible();
  await expect(told(aiko)).toBeVisible();
  await letIn();
  await expect(aiko.getByRole('link', { name: 'Save notes.txt' })).toBeVisible();
  await expect(told(aiko)).toBeHidden();
});

const instagram =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 389.0.0.28.88';

test('files of the waiting room that do not load are reported and retried', async ({
  openLobby,
  openServer,
}) => {
  const hostKey = 'red-kettle-forty-nine';
  const { url: origin } = await openServer({ HOST_KEY: hostKey, ROOM_ENTRY: 'knock' });
  const aiko = await openLobby({ name: 'Aiko', origin, query: '', video: 'off' });
  for (const file of ['knock', 'WaitingBox']) {
    const letIn = await failFiles(aiko, script(file));
    await aiko.reload();
    await aiko.getByRole('button', { name: 'Ask to join' }).click();
    await expect(told(aiko)).toBeVisible();
    await letIn();
    await expect(aiko.getByRole('status').getByText('No host is here yet.')).toBeVisible();
    await expect(told(aiko)).toBeHidden();
  }
  const host = await openLobby({ name: 'Ben', origin, query: '', fragment: `host=${hostKey}`, video: 'off' });
  for (const file of ['WaitingGuests', 'WaitingList']) {
    const letIn = await failFiles(host, script(file));
    await host.reload();
    await host.getByRole('button', { name: 'Join' }).click();
    await expect(told(host)).toBeVisible();
    await letIn();
    await heading('Aiko wants to come in')(host);
    await expect(told(host)).toBeHidden();
  }
  // Without this file a host's request fails; the next one loads it again.
  const letIn = await failFiles(host, script('askAsHost'));
  const failing = host.waitForEvent('requestfailed', (request) => request.url().includes('/askAsHost-'));
  await host.reload();
  await host.getByRole('button', { name: 'Join' }).click();
  await failing;
  await letIn();
  await heading('Aiko wants to come in')(host);
});

test('without the file of the connection in the lobby a guest joins as usual', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ CONNECT_IN_LOBBY: 'true' });
  await join({ name: 'Ben', video: 'off', origin, query: '' });
  const aiko = await openLobby({ name: 'Aiko', video: 'off', origin, query: '' });
  await failFiles(aiko, script('lobbyConnection'));
  const failing = aiko.waitForEvent('requestfailed', (request) =>
    request.url().includes('/lobbyConnection-'),
  );
  await aiko.reload();
  await failing;
  await aiko.getByRole('button', { name: 'Join' }).click();
  await inRoom(aiko);
  await expect(tile(aiko, 'Ben')).toBeVisible();
});

test('files of the lobby’s help and of the connection check that do not load are reported and retried', async ({
  openLobby,
  refusing,
}) => {
  const refused = await openLobby({ name: 'Aiko', browser: refusing });
  let letIn = await failFiles(refused, script('PermissionSteps'));
  await refused.reload();
  await expect(told(refused)).toBeVisible();
  await expect(refused.getByRole('button', { name: 'Join' })).toBeEnabled();
  await letIn();
  await expect(refused.getByRole('region', { name: 'How to allow camera and microphone' })).toBeVisible();
  await expect(told(refused)).toBeHidden();

  for (const file of ['CheckPage', 'DoctorSpeech', 'doctorEn', 'copy']) {
    letIn = await failFiles(refused, script(file));
    await refused.goto(`${new URL(refused.url()).origin}/?check`);
    await expect(told(refused)).toBeVisible();
    await letIn();
    await expect(refused.getByRole('button', { name: 'Start the check' })).toBeVisible();
    await expect(told(refused)).toBeHidden();
  }
  letIn = await failFiles(refused, script('doctorJa'));
  await refused.getByRole('combobox', { name: 'Language' }).selectOption('日本語');
  await expect(refused.locator('[data-not-loaded]:visible')).toHaveCount(1);
  await letIn();
  await expect(refused.getByRole('button', { name: '確認を開始' })).toBeVisible();

  const older = await openLobby({ name: 'Aiko' });
  await older.addInitScript(() => Reflect.deleteProperty(AbortSignal, 'any'));
  letIn = await failFiles(older, script('olderBrowsers'));
  await older.reload();
  await expect(told(older)).toBeVisible();
  await letIn();
  await expect(older.getByRole('combobox', { name: 'Language' })).toBeEnabled();

  const inApp = await openLobby({ name: 'Aiko', context: { userAgent: instagram } });
  letIn = await failFiles(inApp, script('InAppNotice'));
  await inApp.reload();
  await expect(told(inApp)).toBeVisible();
  await letIn();
  await heading('This page is open inside Instagram.')(inApp);
});

test('the tests of this file cover each file that is loaded on demand', () => {
  expect(appFiles().onDemand).toEqual([
    'AloneCard',
    'ChatPanel',
    'CheckPage',
    'CopyLink',
    'Dialog',
    'DoctorSpeech',
    'FileMessage',
    'InAppNotice',
    'Invitation',
    'InviteDialog',
    'LayoutDialog',
    'PeopleDialog',
    'PermissionSteps',
    'QrCode',
    'SettingsDialog',
    'ShortcutsDialog',
    'Sides',
    'TileMenuEntries',
    'ToastList',
    'WaitingBox',
    'WaitingGuests',
    'WaitingList',
    'Watches',
    'askAsHost',
    'copy',
    'doctorEn',
    'doctorJa',
    'fileContent',
    'fileTransfer',
    'history',
    'ja',
    'knock',
    'listenToMicrophone',
    'lobbyConnection',
    'olderBrowsers',
    'roomJa',
    'useHelpMessages',
    'useInviteLink',
    'useLocale',
    'usePanelMessages',
  ]);
});
