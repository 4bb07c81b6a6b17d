import { expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

// These tests record no trace. Chromium counts everything that Playwright evaluates in a page as a user gesture,
// including the snapshots of a trace, and after a gesture it allows sound.
test.use({ trace: 'off' });

test(
  'one button starts sound or video that the browser blocks, and paused video resumes by itself',
  { tag: '@waits' },
  async ({ join, openLobby }) => {
    const aiko = await join({ name: 'Aiko' });
    const ben = await openLobby({ name: 'Ben' });
    // Joins without camera and microphone, because browsers allow sound in a page that records. A script clicks Join,
    // because a script's click is no user gesture.
    await ben.addInitScript(() => {
      const off = { on: false };
      localStorage.setItem('first-room:devices', JSON.stringify({ microphone: off, camera: off }));
      const timer = setInterval(() => {
        const button = document.querySelector<HTMLButtonElement>('button[type="submit"]:enabled');
        // Waits until the lobby is visible: before its script has run, the lobby in index.html is hidden, and a click
        // would submit its form to the server.
        if (!button?.checkVisibility()) return;
        clearInterval(timer);
        button.click();
      }, 50);
    });
    await ben.reload();
    await expect(tile(aiko, 'Ben')).toBeVisible();
    // Waits until the app has tried to play the sound a second time, which takes up to 4 s. The test does not look into
    // Ben's page meanwhile, because that would be a user gesture.
    await aiko.waitForTimeout(4000);

    const soundButton = ben.getByRole('button', { name: 'Turn on sound' });
    await expect(soundButton).toBeVisible();
    await soundButton.click();
    await expect(soundButton).toBeHidden();
    await expectSound(ben);

    const pause = () =>
      tile(ben, 'Aiko')
        .locator('video')
        .evaluate((video) => video instanceof HTMLVideoElement && video.pause());
    await pause();
    await expectMovingVideo(ben, 'Aiko');

    // Imitates Safari in low power mode, because no other browser refuses to play video without sound.
    await ben.evaluate(() => {
      const may = HTMLMediaElement.prototype;
      const playing = Object.getOwnPropertyDescriptor(may, 'play') ?? {};
      may.play = () => Promise.reject(new DOMException('No tap', 'NotAllowedError'));
      addEventListener('click', () => Object.defineProperty(may, 'play', playing), { capture: true });
    });
    await pause();
    const videoButton = ben.getByRole('button', { name: 'Play video' });
    await videoButton.click();
    await expect(videoButton).toBeHidden();
    await expectMovingVideo(ben, 'Aiko');
  },
);
