import { expectMovingVideo, expectSound } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

test('a phone that joins over HTTPS in the LAN with the generated key meets the computer that runs the room', async ({
  join,
  openServer,
}) => {
  // Another loopback address stands for the address in the local network, because tests use no network.
  const server = await openServer({}, { address: '127.0.0.2' });
  expect(server.lanUrl).toMatch(/^https:\/\/127\.0\.0\.2:/);

  const fragment = `key=${server.roomKey?.value ?? ''}`;

  const computer = await join({ name: 'Aiko', origin: server.url, query: '', fragment });
  // On the computer that runs the room the page is at a loopback address, which others can't open. So its invitation
  // has the address in the local network.
  const invitation = computer.getByRole('region', {
    name: 'You’re the only one here. Send this link to invite others.',
  });
  await expect(invitation.getByRole('textbox', { name: 'Link to this room' })).toHaveValue(
    `${server.lanUrl ?? ''}#${fragment}`,
  );
  await expect(invitation.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  const phone = await join({
    name: 'Ben',
    origin: server.lanUrl ?? '',
    query: '',
    fragment,
    // The phone accepts the self-signed certificate, as a guest does who continues past the browser's warning.
    context: {
      ignoreHTTPSErrors: true,
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    },
  });
  expect(await phone.evaluate(() => isSecureContext)).toBe(true);
  await expect(invitation).toHaveCount(0);
  await expectMovingVideo(computer, 'Ben');
  await expectMovingVideo(phone, 'Aiko');
  await expectSound(computer);
  await expectSound(phone);
});
