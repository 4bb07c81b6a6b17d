import { noCamera, realDevices } from '../testing/browserArguments.ts';
import { expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

test('a guest without a camera joins with the microphone; a guest who refuses camera and microphone can join, and sees and hears the others', async ({
  join,
  openLobby,
  launch,
  refusing,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const chie = await openLobby({ name: 'Chie', browser: await launch(noCamera) });
  await expect(chie.getByText('No camera found.')).toBeVisible();
  await chie.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Chie')).toHaveAccessibleName('Chie, video off');
  await expectSound(aiko);
  await chie.close();

  const ben = await openLobby({ name: 'Ben', browser: refusing });
  await expect(ben.getByText('Your camera is blocked.')).toBeVisible();
  await expect(ben.getByText('Your microphone is blocked.')).toBeVisible();

  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, muted, video off');
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(ben);

  await ben.getByRole('button', { name: 'Microphone' }).click();
  await expect(ben.getByText('Your microphone is blocked.')).toBeVisible();
  await expect(ben.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'false');
  await ben.getByRole('button', { name: 'Close' }).click();
  await expect(ben.getByText('Your microphone is blocked.')).toBeHidden();
  await expect(ben.locator(':focus')).toHaveRole('status');
});

test(
  'a guest who refuses only the camera joins with the microphone',
  { tag: '@window' },
  async ({ join, openLobby, browser }) => {
    const aiko = await join({ name: 'Aiko', video: 'off' });
    const ben = await openLobby({ name: 'Ben', browser });
    // Imitates a browser whose site settings block the camera: it refuses without a prompt.
    await ben.addInitScript(() => {
      const { mediaDevices } = navigator;
      const real = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (constraints) =>
        constraints?.video
          ? Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
          : real(constraints);
    });
    await ben.reload();
    await expect(ben.getByText('Your camera is blocked.')).toBeVisible();
    // Waits until the list of speakers is there. The lobby grows when the devices get their names, and a button that
    // moves between press and release gets no click.
    await expect(ben.getByRole('combobox', { name: 'Speaker' })).toBeVisible();
    await ben.getByRole('button', { name: 'Join' }).click();
    await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, video off');
    await expectSound(aiko);
  },
);

test('a message says that another program uses the camera, and the camera can be turned on in the room once it is free', async ({
  join,
  openLobby,
}) => {
  const aiko = await join({ name: 'Aiko', video: 'off' });
  const ben = await openLobby({ name: 'Ben' });
  // Imitates a camera that another program uses, with the browser's error (Media Capture, NotReadableError): Chromium's
  // test camera is never busy.
  await ben.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    let isFree = false;
    addEventListener('camera-free', () => (isFree = true));
    mediaDevices.getUserMedia = (constraints) =>
      constraints?.video && !isFree
        ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
        : real(constraints);
  });
  await ben.reload();
  const busy = ben.getByText('Your camera can’t start. Another app may be using it.');
  await expect(busy).toBeVisible();
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, video off');
  await expectSound(aiko);

  const camera = ben.getByRole('button', { name: 'Video', exact: true });
  await camera.click();
  await expect(busy).toBeVisible();
  await expect(camera).toHaveAttribute('aria-pressed', 'false');
  await ben.evaluate(() => dispatchEvent(new Event('camera-free')));
  await camera.click();
  await expectMovingVideo(aiko, 'Ben');
  await expect(busy).toHaveCount(0);
});

test('a guest without any device can join, and messages say what is missing', async ({
  join,
  openLobby,
  launch,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await openLobby({ name: 'Ben', browser: await launch(realDevices) });
  const devices = await ben.evaluate(() => navigator.mediaDevices.enumerateDevices());
  const inputs = devices.filter(({ kind }) => kind !== 'audiooutput');
  test.skip(inputs.length > 0, 'this computer has a camera or a microphone of its own');

  await expect(ben.getByText('No camera found.')).toBeVisible();
  await expect(ben.getByText('No microphone found.')).toBeVisible();
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, muted, video off');
  await expectMovingVideo(ben, 'Aiko');

  await ben.getByRole('button', { name: 'Video', exact: true }).click();
  await expect(ben.getByText('No camera found.')).toBeVisible();
});

test('a guest can join while the browser’s permission prompt is still open', async ({ join, openLobby }) => {
  const aiko = await join({ name: 'Aiko', video: 'off' });
  const ben = await openLobby({ name: 'Ben' });
  // Keeps the permission prompt open until the test dispatches `devices-allowed`.
  await ben.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    const answered = new Promise<void>((resolve) => {
      addEventListener('devices-allowed', () => resolve(), { once: true });
    });
    mediaDevices.getUserMedia = async (constraints) => {
      await answered;
      return real(constraints);
    };
  });
  await ben.reload();
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, muted, video off');
  await ben.evaluate(() => dispatchEvent(new Event('devices-allowed')));
  await expectMovingVideo(aiko, 'Ben');
  await expectSound(aiko);
});

test('name and devices are remembered in this browser', async ({ openLobby, server, room }) => {
  const ben = await openLobby({ name: 'Ben' });
  await ben.getByRole('button', { name: 'Video', exact: true }).click();
  await ben.getByRole('textbox', { name: 'Your name' }).fill('  Benjamin ');
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(ben, 'Benjamin \\(you\\)')).toBeVisible();

  await ben.goto(`${server.url}?room=${room}`);
  await expect(ben.getByRole('textbox', { name: 'Your name' })).toHaveValue('Benjamin');
  await expect(ben.getByRole('button', { name: 'Video', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await expect(ben.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'true');
});

test('a message says that the camera vanished and did not start again, and the call continues', async ({
  join,
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  await aiko.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let isGone = false;
    const cameras: MediaStreamTrack[] = [];
    mediaDevices.getUserMedia = async (constraints) => {
      if (isGone && constraints?.video) throw new DOMException('Not readable', 'NotReadableError');
      const stream = await open(constraints);
      cameras.push(...stream.getVideoTracks());
      return stream;
    };
    // Does what the browser does when a camera is unplugged, because test cameras cannot be unplugged.
    addEventListener('pull', () => {
      isGone = true;
      for (const camera of cameras.splice(0)) {
        camera.stop();
        camera.dispatchEvent(new Event('ended'));
      }
    });
    addEventListener('push', () => (isGone = false));
  });
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Join' }).click();
  const ben = await join({ name: 'Ben', video: 'off' });
  await expectMovingVideo(ben, 'Aiko');

  await aiko.evaluate(() => dispatchEvent(new Event('pull')));
  await expect(aiko.getByText('Your camera has stopped.')).toBeVisible();
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName('Aiko, video off');
  await expectSound(ben);

  // While the camera cannot be opened, a click on its button shows a message that says so, and the camera stays off.
  const camera = aiko.getByRole('button', { name: 'Video', exact: true });
  await camera.click();
  await expect(aiko.getByText('Your camera can’t start. Another app may be using it.')).toBeVisible();
  await expect(camera).toHaveAttribute('aria-pressed', 'false');

  await aiko.evaluate(() => dispatchEvent(new Event('push')));
  await camera.click();
  await expectMovingVideo(ben, 'Aiko');
});
