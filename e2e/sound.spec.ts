import { expectMovingPicture, expectSound, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

// Whatever Playwright evaluates in a page counts as the guest's own gesture: for a trace's snapshots, too.
test.use({ trace: 'off' });

test(
  'sound or video that the browser holds back gets one clear button, and paused video plays by itself',
  { tag: '@waits' },
  async ({ join, openLobby }) => {
    const aiko = await join({ name: 'Aiko' });
    const ben = await openLobby({ name: 'Ben' });
    // A browser lets a page that records play sound, so everything is off; and the click is a script's.
    await ben.addInitScript(() => {
      const off = { on: false };
      localStorage.setItem('first-room:devices', JSON.stringify({ microphone: off, camera: off }));
      const timer = setInterval(() => {
        // The one of the lobby that stands in index.html can't be clicked yet.
        const button = document.querySelector<HTMLButtonElement>('button[type="submit"]:enabled');
        // Before its script has run, the lobby in index.html is hidden, and a click would send its form away.
        if (!button?.checkVisibility()) return;
        clearInterval(timer);
        button.click();
      }, 50);
    });
    await ben.reload();
    await expect(tile(aiko, 'Ben')).toBeVisible();
    // Long enough for the app's second try, and without looking into Ben's page.
    await aiko.waitForTimeout(4000);

    const soundButton = ben.getByRole('button', { name: 'Turn the sound on' });
    await expect(soundButton).toBeVisible();
    await soundButton.click();
    await expect(soundButton).toBeHidden();
    await expectSound(ben);

    const pause = () =>
      tile(ben, 'Aiko')
        .locator('video')
        .evaluate((video) => video instanceof HTMLVideoElement && video.pause());
    await pause();
    await expectMovingPicture(ben, 'Aiko');

    // A stand-in for Safari in low power mode: no browser here refuses to play video without sound.
    await ben.evaluate(() => {
      const may = HTMLMediaElement.prototype;
      const playing = Object.getOwnPropertyDescriptor(may, 'play') ?? {};
      may.play = () => Promise.reject(new DOMException('No tap', 'NotAllowedError'));
      addEventListener('click', () => Object.defineProperty(may, 'play', playing), { capture: true });
    });
    await pause();
    const videoButton = ben.getByRole('button', { name: 'Start the video' });
    await videoButton.click();
    await expect(videoButton).toBeHidden();
    await expectMovingPicture(ben, 'Aiko');
  },
);
