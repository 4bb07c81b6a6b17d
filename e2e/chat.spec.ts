import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { expectNoViolations } from './axe.ts';
import { holdQueue } from './holdQueue.ts';
import { announcement, restingBox, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const off = { on: false };
const devicesOff = { name: 'first-room:devices', value: JSON.stringify({ microphone: off, camera: off }) };

// Guests of these tests have camera and microphone off: the tests are about text, and encoding video takes much CPU
// time.
test.use({
  contextOptions: async ({ server }, use) => {
    const { origin } = new URL(server.url);
    await use({ storageState: { cookies: [], origins: [{ origin, localStorage: [devicesOff] }] } });
  },
});

async function write(page: Page, text: string): Promise<void> {
  const input = page.getByRole('textbox', { name: 'Write a message' });
  if (!(await input.isVisible())) await page.getByRole('button', { name: /^Chat/ }).click();
  await input.fill(text);
  await input.press('Enter');
}

function log(page: Page) {
  return page.getByRole('log', { name: 'Messages' });
}

test('a message is shown over the stage and counted in button and title, and read with its link', async ({
  join,
  room,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben', context: { locale: 'de-DE' } });
  await expect(tile(aiko, 'Ben')).toBeVisible();

  await write(aiko, 'See https://a.example/b?c=d. <b>Not bold</b>');
  await expect(log(aiko).getByText('Sent', { exact: true })).toBeVisible();
  await write(aiko, 'Second');

  await expect(ben).toHaveTitle(`(2) ${room} · First Room`);
  await expect(ben.getByRole('button', { name: 'Chat, 2 unread' })).toBeVisible();
  await ben.getByRole('button', { name: 'Aiko: Second. Open the chat' }).click();
  await expect(ben.getByRole('textbox', { name: 'Write a message' })).toBeFocused();
  await expect(ben).toHaveTitle(`${room} · First Room`);
  await expect(log(ben).getByText('Aiko')).toHaveCount(2);
  // The page is in English in a German browser, and so is the time.
  await expect(log(ben).getByRole('time').first()).toHaveText(/[AP]M$/);
  await expect(log(ben).getByText('<b>Not bold</b>')).toBeVisible();
  const link = log(ben).getByRole('link', { name: 'https://a.example/b?c=d' });
  await expect(link).toHaveAttribute('href', 'https://a.example/b?c=d');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');

  await expectNoViolations(ben);

  // The number of characters left changes at every key. Screen readers announce it only at a few thresholds, such as
  // 200 and 50.
  const field = ben.getByRole('textbox', { name: 'Write a message' });
  await field.fill('x'.repeat(1790));
  const said = ben.locator('form').getByRole('status');
  const counter = await said.evaluateHandle((status) => {
    const texts: string[] = [];
    const note = () => texts.push(status.textContent);
    new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  await field.pressSequentially('x'.repeat(30));
  await expect(field).toHaveAccessibleDescription('180 characters left');
  await field.fill('x'.repeat(1940));
  await field.pressSequentially('x'.repeat(20));
  await expect(field).toHaveAccessibleDescription('40 characters left');
  expect(await counter.jsonValue()).toEqual(['200 characters left', '50 characters left']);
  await field.fill('');

  // On a phone held upright the chat panel is below the videos.
  await ben.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(async () => {
      const video = await restingBox(tile(ben, 'Aiko'));
      const messages = await log(ben).boundingBox();
      return video && messages && messages.height > 150 && video.height > 100
        ? messages.y - (video.y + video.height)
        : undefined;
    })
    .toBeGreaterThan(0);

  await ben.keyboard.press('Escape');
  await expect(log(ben)).toHaveCount(0);
  await expect(ben.getByRole('button', { name: 'Chat', exact: true })).toBeFocused();
});

test('a message that could not be sent is kept, and can be sent again, also on a page without crypto.randomUUID', async ({
  openLobby,
  join,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  // Imitates a page at an insecure address, which has no `randomUUID`. A real one could not be used here, because the
  // browser would give it no devices either.
  await aiko.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'randomUUID'));
  await aiko.reload();
  // The page's data channel refuses to send while the attribute `data-cut` is set.
  await aiko.evaluate(() => {
    // `apply` below calls the original `send` with the right `this`, so the lint rule does not apply here.
    // oxlint-disable-next-line typescript/unbound-method
    RTCDataChannel.prototype.send = new Proxy(RTCDataChannel.prototype.send, {
      apply(send, channel, data) {
        if (document.documentElement.dataset['cut']) throw new DOMException('cut', 'NetworkError');
        Reflect.apply(send, channel, data);
      },
    });
  });
  await aiko.getByRole('button', { name: 'Join' }).click();
  const ben = await join({ name: 'Ben' });
  await expect(tile(aiko, 'Ben')).toBeVisible();

  await aiko.evaluate(() => (document.documentElement.dataset['cut'] = 'yes'));
  await write(aiko, 'Does this arrive?');
  await expect(log(aiko).getByText('Not sent')).toBeVisible();
  await expect(log(aiko).getByText('Does this arrive?')).toBeVisible();

  await aiko.evaluate(() => delete document.documentElement.dataset['cut']);
  await log(aiko).getByRole('button', { name: 'Send again' }).click();
  await expect(log(aiko).getByText('Sent', { exact: true })).toBeVisible();
  await expect(log(aiko).getByText('Sent', { exact: true })).toBeFocused();
  await ben.getByRole('button', { name: 'Chat, 1 unread' }).click();
  await expect(log(ben).getByText('Does this arrive?')).toHaveCount(1);
});

/** Chooses files in the file dialog that the chat's attach button opens. */
async function attach(
  page: Page,
  ...chosen: { name: string; mimeType: string; buffer: Buffer }[]
): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files, at most 10 MB each' }).click();
  await (await choosing).setFiles(chosen);
}

test('an image is shown to the others, any other file can only be saved, and one that is too large is refused', async ({
  join,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await aiko.getByRole('button', { name: /^Chat/ }).click();
  const image = await aiko.screenshot();
  const page = Buffer.from('<script>document.title = "run"</script>');
  await attach(
    aiko,
    { name: 'photo.png', mimeType: 'image/png', buffer: image },
    { name: 'e\u202Elmth.page.html', mimeType: 'image/png', buffer: page },
    { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10_000_001) },
  );
  await expect(aiko.getByRole('alert')).toHaveText('film.mp4 is too large: at most 10 MB.');
  const chosen = aiko.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await expect(chosen).toHaveText([/photo\.png/, /elmth\.page\.html/]);
  await expectNoViolations(aiko);

  // The test begins to wait for the toast before Aiko sends the files, because the toast vanishes after four seconds.
  const shown = expect(
    ben.getByRole('button', { name: /^Aiko sent a file: .*\. Open the chat$/ }),
  ).toBeVisible();
  await aiko.getByRole('button', { name: 'Send', exact: true }).click();
  await shown;
  await expect(chosen).toHaveCount(0);
  await expect(aiko.getByRole('alert')).toHaveCount(0);
  await expect(log(aiko).getByText('Sent', { exact: true })).toHaveCount(2);
  await expect(announcement(ben, 'Aiko sent a file.')).toBeAttached();
  await ben.getByRole('button', { name: 'Chat, 2 unread' }).click();
  const seen = log(ben).getByRole('img', { name: 'photo.png' });
  await expect
    .poll(() => seen.evaluate((one) => one instanceof HTMLImageElement && one.naturalWidth))
    .toBe(1280);
  await expect(log(aiko).getByRole('img', { name: 'photo.png' })).toBeVisible();
  await expectNoViolations(ben);

  const saving = ben.waitForEvent('download');
  await log(ben).getByRole('link', { name: 'Save elmth.page.html' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('elmth.page.html');
  expect(readFileSync(await saved.path())).toEqual(page);

  // An image that is pasted into the chat is attached to the message, and can be removed.
  const field = ben.getByRole('textbox', { name: 'Write a message' });
  await field.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await ben.getByRole('button', { name: 'Remove image.png' }).click();
  await expect(field).toBeFocused();
  await expect(ben.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
  // A file that is dropped on the chat is attached to the message.
  await log(ben).evaluate((target) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'notes.txt'));
    for (const type of ['dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  });
  await ben.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(log(aiko).getByRole('link', { name: 'Save notes.txt' })).toBeVisible();
});

test('a file on its way can be cancelled at both ends, and sent again', async ({ join }) => {
  // Ben joins first, so a newcomer asks him first for earlier messages.
  const ben = await join({ name: 'Ben' });
  const aiko = await join({ name: 'Aiko' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(tile(ben, 'Aiko')).toBeVisible();
  await aiko.getByRole('button', { name: /^Chat/ }).click();
  await ben.getByRole('button', { name: /^Chat/ }).click();
  const send = aiko.getByRole('button', { name: 'Send', exact: true });

  const queue = await holdQueue(aiko);
  await attach(aiko, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.alloc(200_000, 'x') });
  await send.click();
  await expect(log(ben).getByRole('progressbar', { name: 'Progress of notes.txt' })).toBeVisible();
  await log(aiko).getByRole('button', { name: 'Cancel notes.txt' }).click();
  await expect(log(aiko).getByText('Cancelled')).toBeVisible();
  await expect(log(aiko).locator(':focus')).toContainText('notes.txt');
  await expect(log(ben).getByText('The sender cancelled this file.')).toBeVisible();
  await queue.release();
  // LiveKit's client looks at the released queue only when it sends something else. So Aiko writes a message, and the
  // client goes on with the file.
  await write(aiko, 'Again');
  await log(aiko).getByRole('button', { name: 'Send again' }).click();
  await expect(log(ben).getByRole('link', { name: 'Save notes.txt' })).toBeVisible();
  await expect(log(ben).getByRole('listitem')).toHaveCount(2);

  await queue.hold();
  await attach(aiko, { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(200_000, 'x') });
  await send.click();
  await log(ben).getByRole('button', { name: 'Cancel film.mp4' }).click();
  await expect(log(ben).getByText('You cancelled this file.')).toBeVisible();
  await queue.release();
  await write(aiko, 'That was all');
  await expect(log(aiko).getByText('Sent', { exact: true })).toHaveCount(4);
  await expect(log(ben).getByText('That was all')).toBeVisible();
  await expect(log(ben).getByText('You cancelled this file.')).toBeVisible();

  await queue.hold();
  await attach(aiko, { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.alloc(200_000, 'x') });
  await send.click();
  await expect(log(ben).getByRole('progressbar', { name: 'Progress of plan.txt' })).toBeVisible();
  await log(aiko).getByRole('button', { name: 'Cancel plan.txt' }).click();
  await expect(log(ben).getByText('The sender cancelled this file.')).toBeVisible();

  // A newcomer learns which files were sent, but does not get the files. A file that its sender has cancelled is not
  // mentioned.
  const chie = await join({ name: 'Chie' });
  await chie.getByRole('button', { name: /^Chat, \d unread/ }).click();
  await expect(log(chie).getByText('Sent before you came. Ask for it again if you need it.')).toHaveCount(2);
  await expect(log(chie).getByText('notes.txt')).toBeVisible();
  await expect(log(chie).getByText('plan.txt')).toHaveCount(0);
});

test('a newcomer reads earlier messages after their author has left, and nothing after the room had only one guest', async ({
  join,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben' });
  const dan = await join({ name: 'Dan' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(tile(aiko, 'Dan')).toBeVisible();
  await write(aiko, 'The key is under the mat');
  await expect(ben.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  await expect(dan.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await expect(tile(ben, 'Aiko')).toHaveCount(0);

  const chie = await join({ name: 'Chie' });
  await chie.getByRole('button', { name: 'Chat, 1 unread' }).click();
  // Whoever has been there longest passes them on. LiveKit tells the time of a join in whole seconds, and Ben and Dan may
  // have joined within one.
  await expect(log(chie).getByText(/^Passed on by (Ben|Dan)$/)).toBeVisible();
  await expect(log(chie).getByText('Aiko')).toBeVisible();
  await expect(log(chie).getByText('The key is under the mat')).toBeVisible();

  await dan.getByRole('button', { name: 'Leave' }).click();
  await chie.getByRole('button', { name: 'Leave' }).click();
  await expect(ben.getByRole('heading', { name: 'Everyone else has left.' })).toBeVisible();
  const emil = await join({ name: 'Emil' });
  await expect(tile(ben, 'Emil')).toBeVisible();
  await write(ben, 'Welcome');
  await emil.getByRole('button', { name: 'Chat, 1 unread' }).click();
  await expect(log(emil).getByRole('listitem')).toHaveText([/Welcome/]);
});

test('messages and the draft survive a reload and a duplicated tab', async ({ join }) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await write(aiko, 'Where is the key?');
  await expect(log(aiko).getByText('Sent', { exact: true })).toBeVisible();
  await write(ben, 'Under the mat');
  await expect(log(aiko).getByText('Under the mat')).toBeVisible();
  await aiko.getByRole('textbox', { name: 'Write a message' }).fill('And the do');

  async function expectAll(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: /^Chat/ }).click();
    await expect(log(page).getByRole('listitem')).toHaveText([/You.*Where is the key/, /Ben.*Under the mat/]);
    await expect(page.getByRole('textbox', { name: 'Write a message' })).toHaveValue('And the do');
  }
  await aiko.reload();
  await expectAll(aiko);
  // Opens a second tab as "Duplicate" in a browser's tab menu does: the new tab begins with a copy of the session
  // storage.
  const opening = aiko.waitForEvent('popup');
  await aiko.evaluate(() => void open(location.href));
  await expectAll(await opening);
});

test('Enter that confirms a word of a Japanese input method does not send the message', async ({ join }) => {
  const aiko = await join({ name: 'Aiko' });
  await aiko.getByRole('button', { name: /^Chat/ }).click();
  const input = aiko.getByRole('textbox', { name: 'Write a message' });
  await expect(input).toBeFocused();
  const keyboard = await aiko.context().newCDPSession(aiko);
  await keyboard.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  // A key that the input method handles. Browsers report it with the key code 229.
  const taken = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...taken });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...taken });
  await expect(log(aiko).getByRole('listitem')).toHaveCount(0);
  await expect(input).toHaveValue('にほん');
  // Imitates Safari, where the keydown of the Escape that cancels a word comes after the word's composition has ended:
  // this Escape must not close the chat.
  await input.dispatchEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true });
  await expect(input).toBeVisible();
  await keyboard.send('Input.insertText', { text: '日本' });
  await expect(input).toHaveValue('日本');
  await input.press('Shift+Enter');
  await keyboard.send('Input.insertText', { text: '東京' });
  await input.press('Enter');
  await expect(log(aiko).getByText('日本\n東京')).toBeVisible();
  await expect(input).toHaveValue('');
});

test('raised hands are visible to everyone, in the order in which they went up; a reaction is visible on its sender’s tile and over the stage for a moment; screen readers announce reactions and guests who join and leave', async ({
  join,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(announcement(aiko, 'Ben joined.')).toBeAttached();

  await ben.getByRole('button', { name: 'Raise hand' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/hand raised, number 1/);
  // A number beside the only hand would look like a count.
  await expect(tile(aiko, 'Ben').getByText('1', { exact: true })).toHaveCount(0);
  await expect(ben.getByRole('button', { name: 'Raise hand' })).toHaveAttribute('aria-pressed', 'true');
  await aiko.keyboard.press('h');
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/hand raised, number 2/);
  await expect(tile(aiko, 'Ben').getByText('1', { exact: true })).toBeVisible();
  await expect(tile(ben, 'Aiko').getByText('2', { exact: true })).toBeVisible();

  await ben.getByRole('button', { name: 'Raise hand' }).click();
  await expect(tile(aiko, 'Ben')).not.toHaveAccessibleName(/hand raised/);
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/hand raised, number 1/);

  const seen = expect(tile(aiko, 'Ben')).toContainText('🎉');
  // The reaction is also shown over the stage, for guests who have turned to a page of tiles without Ben's.
  const seenOverStage = expect(aiko.getByText(/Ben.? 🎉/)).toBeVisible();
  await ben.getByRole('button', { name: 'React', exact: true }).click();
  await ben.getByRole('button', { name: 'Celebration' }).click();
  await seen;
  await seenOverStage;
  await expect(ben.getByRole('button', { name: 'React', exact: true })).toBeFocused();
  await expect(announcement(aiko, 'Reaction from Ben.')).toBeAttached();
  await expect(tile(aiko, 'Ben')).not.toContainText('🎉');
  await expect(aiko.getByText(/Ben.? 🎉/)).toHaveCount(0);

  await ben.getByRole('button', { name: 'Leave' }).click();
  await expect(announcement(aiko, 'Ben left.')).toBeAttached();
});
