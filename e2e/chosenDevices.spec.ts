import type { Page } from 'playwright/test';
import { fakeDevices } from '../testing/browserArguments.ts';
import { inRoom } from '../testing/inRoom.ts';
import { keepTracks, openLabels as openLabelsOf } from './keepTracks.ts';
import { expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const threeOfEach = [...fakeDevices, '--use-fake-device-for-media-stream=device-count=3,fps=10'];

const openLabels = (page: Page) => page.evaluate(openLabelsOf);
const cameraButton = (page: Page) => page.getByRole('button', { name: 'Video', exact: true });

test('the chosen microphone and camera are used in the lobby, in the room, after off and on, after an automatic rejoin and after a reload', async ({
  openLobby,
  join,
  launch,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: await launch(threeOfEach) });
  await aiko.addInitScript(keepTracks);
  await aiko.reload();
  await aiko.getByLabel('Camera to use').selectOption('fake_device_2');
  await aiko.getByLabel('Microphone to use').selectOption('Fake Audio Input 2');
  const chosen = ['Fake Audio Input 2', 'fake_device_2'];
  await expect.poll(() => openLabels(aiko)).toEqual(chosen);
  await expect(aiko.getByLabel('Camera to use').locator('option:checked')).toHaveText('fake_device_2');

  await aiko.getByRole('button', { name: 'Join' }).click();
  const ben = await join({ name: 'Ben', video: 'off' });
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(ben);
  expect(await openLabels(aiko)).toEqual(chosen);

  await cameraButton(aiko).click();
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 2']);
  await cameraButton(aiko).click();
  await expect.poll(() => openLabels(aiko)).toEqual(chosen);
  await expectMovingVideo(ben, 'Aiko');

  // Choosing another camera in the menu while the camera is off does not turn it on.
  await cameraButton(aiko).click();
  await aiko.getByRole('button', { name: 'Video devices' }).click();
  await aiko.getByRole('menuitemradio', { name: 'fake_device_0' }).click();
  await aiko.getByRole('button', { name: 'Audio devices' }).click();
  await aiko.getByRole('menuitemradio', { name: 'Fake Audio Input 1' }).click();
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 1']);
  await cameraButton(aiko).click();
  const changed = ['Fake Audio Input 1', 'fake_device_0'];
  await expect.poll(() => openLabels(aiko)).toEqual(changed);
  await aiko.getByRole('button', { name: 'Video devices' }).click();
  await aiko.getByRole('menuitemradio', { name: 'fake_device_2' }).click();
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 1', 'fake_device_2']);

  // The test dispatches a `freeze` event, at which LiveKit's client leaves the room. The app rejoins with a new Room
  // object, which must use the chosen devices, too.
  await aiko.evaluate(() => dispatchEvent(new Event('freeze')));
  await expect(cameraButton(aiko)).toBeDisabled();
  await expect(cameraButton(aiko)).toBeEnabled();
  await inRoom(aiko);
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 1', 'fake_device_2']);

  await aiko.reload();
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 1', 'fake_device_2']);
});

test('a message says that the chosen camera is busy and names the camera used instead, in the lobby and when the camera is turned on in the room', async ({
  openLobby,
  launch,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: await launch(threeOfEach) });
  await aiko.addInitScript(keepTracks);
  // Imitates a camera that another program uses, with the browser's error (Media Capture, NotReadableError): Chromium's
  // test cameras are never busy.
  await aiko.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let isFree = false;
    addEventListener('free', () => (isFree = true));
    addEventListener('busy', () => (isFree = false));
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      if (isFree || stream.getVideoTracks()[0]?.label !== 'fake_device_2') return stream;
      for (const track of stream.getTracks()) track.stop();
      throw new DOMException('Could not start video source', 'NotReadableError');
    };
  });
  await aiko.reload();
  await aiko.getByLabel('Camera to use').selectOption('fake_device_2');
  const told = aiko.getByText('The camera you chose isn’t available. Using “fake_device_0” instead.');
  await expect(told).toBeVisible();
  await expect(aiko.getByLabel('Camera to use').locator('option:checked')).toHaveText('fake_device_0');

  await aiko.evaluate(() => dispatchEvent(new Event('free')));
  await aiko.getByLabel('Camera to use').selectOption('fake_device_2');
  await expect(told).toHaveCount(0);
  await aiko.getByRole('button', { name: 'Join' }).click();
  await inRoom(aiko);
  await expect.poll(() => openLabels(aiko)).toContain('fake_device_2');
  await cameraButton(aiko).click();
  await aiko.evaluate(() => dispatchEvent(new Event('busy')));
  await cameraButton(aiko).click();
  await expect(told).toBeVisible();
  await expect.poll(() => openLabels(aiko)).toContain('fake_device_0');
  await aiko.getByRole('button', { name: 'Video devices' }).click();
  await expect(aiko.getByRole('menuitemradio', { name: 'fake_device_0' })).toBeChecked();
});

test('the device menus show names once the first device is allowed in the room, and a device that is plugged in later is announced', async ({
  openLobby,
  launch,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: await launch(threeOfEach) });
  // Imitates a browser that lists no devices until the guest has allowed one.
  await aiko.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    let isAllowed = false;
    let isPluggedIn = false;
    addEventListener('allow', () => (isAllowed = true));
    addEventListener('plug', () => {
      isPluggedIn = true;
      mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    mediaDevices.getUserMedia = (constraints) =>
      isAllowed ? open(constraints) : Promise.reject(new DOMException('no', 'NotAllowedError'));
    mediaDevices.enumerateDevices = async () => {
      const devices = isAllowed ? await list() : [];
      return devices.filter(({ label }) => isPluggedIn || label !== 'Fake Audio Input 2');
    };
  });
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Listen only' }).click();
  await inRoom(aiko);
  await aiko.evaluate(() => dispatchEvent(new Event('allow')));
  await aiko.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect(tile(aiko, 'Aiko')).toHaveAccessibleName(/^(?!.*muted)/);
  await aiko.getByRole('button', { name: 'Audio devices' }).click();
  await expect(aiko.getByRole('menuitemradio', { name: 'Fake Audio Input 1' })).toBeVisible();
  await aiko.keyboard.press('Escape');
  await aiko.evaluate(() => dispatchEvent(new Event('plug')));
  await expect(aiko.getByText('“Fake Audio Input 2” connected.')).toBeVisible();
});

test('a microphone that is off in the lobby and whose id has changed is found by its label when it is turned on in the room', async ({
  openLobby,
  launch,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: await launch(threeOfEach) });
  await aiko.addInitScript(keepTracks);
  await aiko.addInitScript(() => {
    const microphone = { on: false, deviceId: 'of another session', label: 'Fake Audio Input 2' };
    localStorage.setItem('first-room:devices', JSON.stringify({ microphone, camera: { on: false } }));
    // Imitates Safari, which hides the labels and ids of devices until one has been allowed in this session.
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    let isAllowed = false;
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      isAllowed = true;
      return stream;
    };
    mediaDevices.enumerateDevices = async () => (isAllowed ? await list() : []);
  });
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await inRoom(aiko);
  await aiko.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect.poll(() => openLabels(aiko)).toEqual(['Fake Audio Input 2']);
  await aiko.getByRole('button', { name: 'Audio devices' }).click();
  await expect(aiko.getByRole('menuitemradio', { name: 'Fake Audio Input 2' })).toBeChecked();
  await expect(aiko.getByText('isn’t available. Using')).toHaveCount(0);
});
