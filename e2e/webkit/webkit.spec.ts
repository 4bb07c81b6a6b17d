import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { By, Key, type WebDriver } from 'selenium-webdriver';
import sirv from 'sirv';
import { build } from 'vite';
import { serveFailing } from '../failFiles.ts';
import { expect } from '../../testing/e2eTest.ts';
import { control, test, textOf } from './session.ts';

interface OpenDevices {
  camera: string | null;
  microphone: string | null;
  /** How far the lobby's preview has played, in seconds. */
  playedTo: number;
}

/**
 * Makes the page keep the media streams that it opens from now on: no element plays the microphone's stream, so the
 * test could not find it otherwise.
 */
function noteStreams(driver: WebDriver): Promise<void> {
  return driver.executeScript(() => {
    const streams: MediaStream[] = [];
    Reflect.set(globalThis, 'notedStreams', streams);
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      streams.push(stream);
      return stream;
    };
  });
}

/** Returns the names of the devices that the page has open, read from their tracks. */
function openDevices(driver: WebDriver): Promise<OpenDevices> {
  return driver.executeScript((): OpenDevices => {
    const video = document.querySelector('video');
    const shown = video?.srcObject instanceof MediaStream ? video.srcObject.getTracks() : [];
    const noted: MediaStream[] = Reflect.get(globalThis, 'notedStreams') ?? [];
    const live = [...shown, ...noted.flatMap((stream) => stream.getTracks())].filter(
      ({ readyState }) => readyState === 'live',
    );
    return {
      camera: live.findLast(({ kind }) => kind === 'video')?.label ?? null,
      microphone: live.findLast(({ kind }) => kind === 'audio')?.label ?? null,
      playedTo: video?.currentTime ?? 0,
    };
  });
}

async function choose(driver: WebDriver, chooser: string, option: string): Promise<void> {
  const select = await control(driver, 'combobox', chooser);
  await select.findElement(By.xpath(`option[normalize-space()="${option}"]`)).click();
}

async function optionsOf(driver: WebDriver, chooser: string): Promise<string[]> {
  const options = await (await control(driver, 'combobox', chooser)).findElements(By.css('option'));
  return Promise.all(options.map((option) => option.getText()));
}

test('the lobby says before the click on Join that this browser has no WebRTC, shows the chosen camera, and remembers it; a device that is off stays off', async ({
  server,
  openWebkit,
}) => {
  const driver = await openWebkit(`${server.url}?name=Aiko&lang=en`);
  const camera = async () => (await openDevices(driver)).camera;
  await control(driver, 'button', 'Join');
  await expect.poll(() => textOf(driver)).toContain('This browser can’t make calls');
  await expect.poll(camera).toBe('Mock video device 1');
  await expect.poll(() => optionsOf(driver, 'Camera to use')).toHaveLength(2);
  expect(await optionsOf(driver, 'Microphone to use')).toEqual([
    'Mock audio device 1',
    'Mock audio device 2',
    'Mock audio device 3',
  ]);

  await choose(driver, 'Camera to use', 'Mock video device 2');
  await expect.poll(camera).toBe('Mock video device 2');
  const { playedTo } = await openDevices(driver);
  await expect.poll(async () => (await openDevices(driver)).playedTo).toBeGreaterThan(playedTo);

  await noteStreams(driver);
  await choose(driver, 'Microphone to use', 'Mock audio device 3');
  await expect.poll(async () => (await openDevices(driver)).microphone).toBe('Mock audio device 3');

  await driver.navigate().refresh();
  await expect.poll(camera).toBe('Mock video device 2');

  const button = await control(driver, 'button', 'Video');
  await button.click();
  await expect.poll(camera).toBeNull();
  await button.click();
  await expect.poll(camera).toBe('Mock video device 2');

  await noteStreams(driver);
  await button.click();
  await expect.poll(camera).toBeNull();
  await choose(driver, 'Camera to use', 'Mock video device 1');
  const microphoneButton = await control(driver, 'button', 'Microphone');
  await microphoneButton.click();
  const microphones = await control(driver, 'combobox', 'Microphone to use');
  const chosen = () => microphones.getAttribute('value');
  const before = await chosen();
  await microphones.sendKeys(Key.ARROW_UP);
  await expect.poll(chosen).not.toBe(before);
  for (const each of [button, microphoneButton]) {
    expect(await each.getAttribute('aria-pressed')).toBe('false');
  }
  expect(await driver.executeScript('return notedStreams.length')).toBe(0);
  await button.click();
  await expect.poll(camera).toBe('Mock video device 1');
});

test('dialogs and menus open, close and return the focus by keyboard alone, and the page after a call leads back to the room', async ({
  openWebkit,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-views-'));
  const { close, url } = await serveViews(folder);
  try {
    const driver = await openWebkit(url);
    const focused = () =>
      driver.executeScript<string>(
        'return document.activeElement.innerText || document.activeElement.ariaLabel',
      );
    const press = (...keys: string[]) =>
      driver
        .actions()
        .sendKeys(...keys)
        .perform();
    const dialogs = async () => (await driver.findElements(By.css('dialog[open]'))).length;

    await (await control(driver, 'button', 'Invite')).sendKeys(Key.ENTER);
    await control(driver, 'heading', 'Invite others');
    // Tab moves the focus inside the dialog or out of the page, to the browser's own controls, but to nothing in the
    // page behind the dialog.
    for (let count = 0; count < 8; count += 1) {
      await press(Key.TAB);
      expect(['Invite', 'End', 'More']).not.toContain(await focused());
    }
    await press(Key.ESCAPE);
    await expect.poll(dialogs).toBe(0);
    expect(await focused()).toBe('Invite');

    await (await control(driver, 'button', 'More')).sendKeys(Key.ENTER);
    await expect.poll(focused).toBe('Nothing');
    await press(Key.ARROW_DOWN);
    await expect.poll(focused).toBe('Shortcuts');
    await press(Key.ESCAPE);
    await expect.poll(focused).toBe('More');
    await press(Key.ENTER);
    await expect.poll(focused).toBe('Nothing');
    await press(Key.END, Key.ENTER);
    await control(driver, 'heading', 'Keyboard shortcuts');
    await (await control(driver, 'button', 'Close')).sendKeys(Key.ENTER);
    await expect.poll(dialogs).toBe(0);
    await expect.poll(focused).toBe('More');

    await (await control(driver, 'button', 'End')).sendKeys(Key.ENTER);
    await control(driver, 'heading', 'The connection to the room was lost.');
    await expect.poll(focused).toBe('The connection to the room was lost.');
    await press(Key.TAB, Key.ENTER);
    await control(driver, 'button', 'Invite');
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
});

/** Builds a page with the app's dialogs, menu and page after a call, and serves it. */
async function serveViews(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'views'),
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, minify: false },
    logLevel: 'error',
  });
  const files = createServer(sirv(folder));
  await once(files.listen(0, '127.0.0.1'), 'listening');
  const address = files.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return {
    url: `http://localhost:${String(address.port)}/`,
    close: async () => void (await new Promise((resolve) => files.close(resolve))),
  };
}

test('the check page says in Japanese that this browser has no WebRTC, and pages can be dark', async ({
  server,
  openWebkit,
}) => {
  const driver = await openWebkit(`${server.url}?check&lang=ja`, { isDark: true });
  await (await control(driver, 'button', '確認を開始')).sendKeys(Key.ENTER);
  await expect.poll(() => textOf(driver)).toContain('このブラウザーでは通話ができません');
  await control(driver, 'button', 'もう一度確認');
  expect(
    await driver.executeScript(() => matchMedia('(prefers-color-scheme: dark)').matches),
    'the system asks for dark pages',
  ).toBe(true);
  await control(driver, 'heading', '接続の確認');
});

test('a file that does not load is reported and retried, and text that was typed meanwhile is kept', async ({
  server,
  openWebkit,
}) => {
  const origin = await serveFailing(server, /\/boot-/);
  const sentence = 'Part of this page couldn’t be loaded';
  try {
    const driver = await openWebkit(`${origin.url}?lang=en`);
    // Tries again, because the page may reload itself between finding the field and typing.
    await expect(async () => (await control(driver, 'textbox', 'Your name')).sendKeys('Aiko')).toPass();
    await control(driver, 'button', 'Try again');
    expect(await textOf(driver)).toContain(sentence);
    origin.failing = undefined;
    await expect.poll(() => textOf(driver)).not.toContain(sentence);
    // Looks up the language chooser at each try, because React may have replaced it when it rendered the lobby again.
    await expect
      .poll(async () => (await control(driver, 'combobox', 'Language')).isEnabled().catch(() => false))
      .toBe(true);
    expect(await (await control(driver, 'textbox', 'Your name')).getAttribute('value')).toBe('Aiko');

    origin.failing = /\/CheckPage-/;
    await driver.get(`${origin.url}?check&lang=en`);
    await control(driver, 'button', 'Try again');
    origin.failing = undefined;
    await control(driver, 'button', 'Start the check');
    expect(await textOf(driver)).not.toContain(sentence);
  } finally {
    await origin.close();
  }
});
