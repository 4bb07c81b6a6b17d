import { giveLanAddress } from '../../testing/giveLanAddress.ts';
import { expectMovingVideo, expectSound } from '../../testing/observe.ts';
import { expect, test, type Guest } from './deploymentTest.ts';

async function expectMeeting(aiko: Guest, ben: Guest): Promise<void> {
  await expectMovingVideo(aiko.page, 'Ben');
  await expectMovingVideo(ben.page, 'Aiko');
  await expectSound(aiko.page);
  await expectSound(ben.page);
  expect(await aiko.violations()).toEqual([]);
  expect(await ben.violations()).toEqual([]);
}

for (const by of ['haproxy', 'nginx'] as const) {
  for (const headerKilobytes of [8, 32] as const) {
    test(`two guests meet through ${by} with ${headerKilobytes} kB for headers, within the content policy`, async ({
      balance,
      join,
    }) => {
      const { origin } = await balance({ by, headerKilobytes });
      await expectMeeting(await join(origin, 'Aiko'), await join(origin, 'Ben'));
    });
  }
}

test('two guests meet when nginx has the certificate itself, within the content policy', async ({
  openVm,
  join,
}) => {
  const { origin } = await openVm({ tls: true });
  await expectMeeting(await join(origin, 'Aiko'), await join(origin, 'Ben'));
});

test('chat, invitation, settings and the small window do not violate the content policy', async ({
  balance,
  join,
}) => {
  const { origin } = await balance({ by: 'nginx' });
  const { page, violations } = await join(origin, 'Aiko');
  await page.getByRole('button', { name: 'Chat', exact: true }).click();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Messages' }).getByText('Hello')).toBeVisible();

  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  // Gives the page an address for invitations: others can't open the page's own, which is a loopback address.
  await giveLanAddress(page);
  await choose('Invite');
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('Settings');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');

  const opening = page.context().waitForEvent('page');
  await choose('Open small window');
  const mini = await opening;
  // Waits until the small window (Document Picture-in-Picture) shows its content. The window loads the style sheets
  // again, under the content security policy that it inherits from the page.
  await mini.getByRole('button', { name: 'Leave' }).waitFor();
  await expect
    .poll(() => mini.evaluate(() => [...document.styleSheets].map(({ cssRules }) => cssRules.length > 0)))
    .not.toContain(false);
  expect(await mini.evaluate(() => document.styleSheets.length)).toBeGreaterThan(0);
  expect(await violations()).toEqual([]);
});

test('these tests notice violations of the content policy', async ({ balance, join }) => {
  const { origin } = await balance({ by: 'nginx' });
  const { page, violations } = await join(origin, 'Aiko');
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  await expect.poll(violations).toHaveLength(1);
});
