import type { Page } from 'playwright/test';
import { fakeDevices } from '../testing/browserArguments.ts';
import { changeMicrophone } from './changeMicrophone.ts';
import { expect, losePackets, openNetwork, test as base } from '../testing/faults.ts';
import { inRoom } from '../testing/inRoom.ts';
import { keepConnections } from './keepConnections.ts';
import { expectMovingPicture, expectSound, tile } from '../testing/observe.ts';

const test = base.extend<{
  /** Ben joins in a page that something is done to before the app runs in it. */
  benJoins: (prepare: (page: Page) => Promise<void>) => Promise<Page>;
}>({
  benJoins: async ({ openLobby }, use) => {
    await use(async (prepare) => {
      const ben = await openLobby({ name: 'Ben' });
      await prepare(ben);
      await ben.getByRole('button', { name: 'Join' }).click();
      return ben;
    });
  },
});

/** Lets the test count later what the page's WebRTC connections carry. */
async function keepConnectionsOf(page: Page): Promise<void> {
  await page.addInitScript(keepConnections);
  await page.reload();
}

/** Bytes of pictures and of sound that came in or went out within two seconds. */
function bytesInTwoSeconds(
  page: Page,
  type: 'inbound-rtp' | 'outbound-rtp',
): Promise<{ video: number; audio: number }> {
  return page.evaluate(async (wanted) => {
    async function count(): Promise<{ video: number; audio: number }> {
      const sum = { video: 0, audio: 0 };
      const kept: unknown = Reflect.get(globalThis, 'keptConnections');
      if (!Array.isArray(kept)) throw new Error('the connections were not kept');
      for (const connection of kept) {
        if (!(connection instanceof RTCPeerConnection)) continue;
        for (const [, stats] of await connection.getStats()) {
          if (stats.type !== wanted) continue;
          const bytes = stats.bytesReceived ?? stats.bytesSent ?? 0;
          if (stats.kind === 'video') sum.video += bytes;
          else sum.audio += bytes;
        }
      }
      return sum;
    }
    const before = await count();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const after = await count();
    return { video: after.video - before.video, audio: after.audio - before.audio };
  }, type);
}

async function chooseMore(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('hidden pictures are not received, with voice only none is sent, and both come back', async ({
  join,
  benJoins,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await benJoins(keepConnectionsOf);
  await expectMovingPicture(ben, 'Aiko');

  await chooseMore(ben, 'Hide videos');
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/video hidden/);
  await expect(tile(ben, 'Aiko').locator('video')).toHaveCount(0);
  await expect.poll(async () => (await bytesInTwoSeconds(ben, 'inbound-rtp')).video).toBe(0);
  expect((await bytesInTwoSeconds(ben, 'inbound-rtp')).audio).toBeGreaterThan(0);
  await expectSound(ben);
  await expectMovingPicture(aiko, 'Ben');

  // Who comes later is not received either.
  const chloe = await join({ name: 'Chloé' });
  await expect(tile(ben, 'Chloé')).toHaveAccessibleName(/video hidden/);
  await expect.poll(async () => (await bytesInTwoSeconds(ben, 'inbound-rtp')).video).toBe(0);
  await chloe.close();

  await chooseMore(ben, 'Show videos');
  await expectMovingPicture(ben, 'Aiko');

  await chooseMore(ben, 'Voice only');
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/camera off/);
  await expect.poll(async () => (await bytesInTwoSeconds(ben, 'inbound-rtp')).video).toBe(0);
  await expect.poll(async () => (await bytesInTwoSeconds(ben, 'outbound-rtp')).video).toBe(0);
  await expectSound(aiko);
  await expectSound(ben);

  // Turning the camera on is sending more than a voice; the others stay hidden.
  await ben.getByRole('button', { name: 'Camera' }).click();
  await expectMovingPicture(aiko, 'Ben');
  await expect(tile(ben, 'Aiko').locator('video')).toHaveCount(0);
  await chooseMore(ben, 'Show videos');
  await expectMovingPicture(ben, 'Aiko');
});

test(
  'while the network stays weak fewer pictures come in, the guest is told why, and they come back',
  { tag: '@waits' },
  async ({ join, openLobby, launch }) => {
    // Down by three steps and back by three, each waiting for the SFU's judgement to stay. One that is bad once more on the way back, as on a busy
    // computer, costs a step and makes the next ones wait twice as long.
    test.setTimeout(480_000);
    const browser = await launch(fakeDevices);
    await join({ name: 'Aiko', browser });
    const ben = await openLobby({ name: 'Ben', browser });
    await keepConnectionsOf(ben);
    const network = await openNetwork(ben);
    await ben.getByRole('button', { name: 'Join' }).click();
    await expectMovingPicture(ben, 'Aiko');

    await losePackets(network, 40);
    await expect(ben.getByText('videos are smaller for now')).toBeVisible();
    await expect(ben.getByText('only voices come through for now')).toBeVisible();
    await expect.poll(async () => (await bytesInTwoSeconds(ben, 'inbound-rtp')).video).toBe(0);
    await expectSound(ben);

    await losePackets(network, 0);
    await expect(ben.getByText('for now')).toHaveCount(0, { timeout: 300_000 });
    await expectMovingPicture(ben, 'Aiko');
  },
);

/**
 * What a phone call does, as far as a page can tell: camera and microphone are muted by the system, and nobody gets them
 * until it is over. Chromium on a PC has no way to make that happen, so the tracks say it here; what starts them
 * anew, and what the others see and hear of it, is real.
 */
async function answerPhoneCalls(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    const open = new Set<MediaStreamTrack>();
    let isTaken = false;
    mediaDevices.getUserMedia = async (constraints) => {
      if (isTaken) throw new DOMException('Could not start video source', 'NotReadableError');
      const stream = await real(constraints);
      for (const track of stream.getTracks()) open.add(track);
      return stream;
    };
    addEventListener('phone-call', () => {
      isTaken = true;
      for (const track of open) {
        Object.defineProperty(track, 'muted', { configurable: true, value: true });
        track.enabled = false;
        track.dispatchEvent(new Event('mute'));
      }
    });
    addEventListener('phone-free', () => {
      isTaken = false;
    });
  });
  await page.reload();
}

test('a phone call is told to the others, and what it took comes back with one tap', async ({
  join,
  benJoins,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await benJoins(answerPhoneCalls);
  await expectMovingPicture(aiko, 'Ben');

  await ben.evaluate(() => dispatchEvent(new Event('phone-call')));
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/^Ben, paused/);
  await expect(tile(aiko, 'Ben').locator('video')).toHaveCount(0);
  await expect(ben.getByText('Your camera and microphone were interrupted')).toBeVisible();
  await expect(ben.getByTitle('They can hear you.')).toHaveCount(0);

  // After some seconds LiveKit's client tells the SFU, too.
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/camera off/);

  // Still on the phone: the offer stays.
  await ben.getByRole('button', { name: 'Tap to resume' }).click();
  await expect(ben.getByRole('button', { name: 'Tap to resume' })).toBeVisible();

  await ben.evaluate(() => dispatchEvent(new Event('phone-free')));
  await ben.getByRole('button', { name: 'Tap to resume' }).click();
  await expect(tile(aiko, 'Ben')).not.toHaveAccessibleName(/paused/);
  await expectMovingPicture(aiko, 'Ben');
  await expectSound(aiko);
  await expect(ben.getByText('were interrupted')).toHaveCount(0);
});

test('what another app took for a moment comes back by itself', async ({ join, benJoins }) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await benJoins(answerPhoneCalls);
  await expectMovingPicture(aiko, 'Ben');

  await ben.evaluate(() => {
    dispatchEvent(new Event('phone-call'));
    dispatchEvent(new Event('phone-free'));
  });
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/^Ben, paused/);
  await expect(tile(aiko, 'Ben')).not.toHaveAccessibleName(/paused/);
  await expectMovingPicture(aiko, 'Ben');
  await expectSound(aiko);
  await expect(ben.getByRole('button', { name: 'Tap to resume' })).toHaveCount(0);
});

test('“They can hear you” is the server’s word, and a voice that is not sent is told', async ({
  benJoins,
}) => {
  const ben = await benJoins(async (page) => {
    await keepConnectionsOf(page);
    await changeMicrophone(page, 'voice without end');
  });
  await inRoom(ben);
  const settings = ben.getByRole('dialog', { name: 'Settings' });

  await chooseMore(ben, 'Settings');
  await expect(settings.getByText('They can hear you.')).toBeVisible();
  await ben.keyboard.press('Escape');
  await ben.getByRole('button', { name: 'Audio devices' }).click();
  await expect(ben.getByRole('group', { name: 'They can hear you.' })).toBeVisible();
  await ben.keyboard.press('Escape');

  // The meter of the page goes on: only what leaves the browser is gone.
  await ben.evaluate(async () => {
    const kept: unknown = Reflect.get(globalThis, 'keptConnections');
    if (!Array.isArray(kept)) throw new Error('the connections were not kept');
    for (const connection of kept) {
      if (!(connection instanceof RTCPeerConnection)) continue;
      for (const sender of connection.getSenders()) {
        if (sender.track?.kind === 'audio') await sender.replaceTrack(null);
      }
    }
  });
  const told = ben.getByRole('status').getByText('Your voice is not sent.');
  await expect(told).toBeVisible();

  await ben.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect(told).toHaveCount(0);
  await chooseMore(ben, 'Settings');
  await expect(settings.getByText('Your microphone is off: nobody hears you.')).toBeVisible();
});
