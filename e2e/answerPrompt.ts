import type { Page } from 'puppeteer-core';
import { runInFirefox } from './runInFirefox.ts';

/**
 * Preferences of Firefox for `answerPrompt`. By default Firefox ignores answers in the first half second of a prompt,
 * because the click may have been meant for the page. It also does not ask again in the same tab for an hour after the
 * guest has allowed a device.
 */
export const askAtOnce = {
  'security.notification_enable_delay': 0,
  'privacy.webrtc.deviceGracePeriodTimeoutMs': 0,
};

/**
 * Answers Firefox's permission prompt for a microphone, as a guest does. Needs `systemAccess` and `askAtOnce`.
 *
 * @param answer label of the microphone to allow, "first" for the one that Firefox offers, or "refuse"
 * @returns labels of the microphones that Firefox offers
 */
export async function answerPrompt(page: Page, answer: string): Promise<string[]> {
  const offered = await runInFirefox(
    page,
    `async (answer) => {
      const until = async (isSo) => {
        for (let tries = 0; !isSo(); tries += 1) {
          if (tries === 1200) throw new Error('Within a minute it did not become true: ' + isSo);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      const { panel } = PopupNotifications;
      await until(() => PopupNotifications.getNotification('webRTC-shareDevices', gBrowser.selectedBrowser));
      await until(() => panel.state === 'open');
      const list = document.getElementById('webRTC-selectMicrophone-menulist');
      const items = [...list.querySelectorAll('menuitem')];
      const chosen = items.find((item) => item.label === answer);
      if (chosen) list.selectedItem = chosen;
      const { button, secondaryButton } = panel.firstElementChild;
      (answer === 'refuse' ? secondaryButton : button).click();
      await until(() => panel.state === 'closed');
      return JSON.stringify(items.map((item) => item.label));
    }`,
    answer,
  );
  const labels: unknown = JSON.parse(offered);
  return Array.isArray(labels) ? labels.map(String) : [];
}
