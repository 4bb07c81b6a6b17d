import { setTimeout as wait } from 'node:timers/promises';
import { expectMovingVideo, tile } from '../../testing/observe.ts';
import { expect, test } from './deploymentTest.ts';

const off = { on: false };
const devicesOff = { name: 'first-room:devices', value: JSON.stringify({ microphone: off, camera: off }) };

/**
 * Returns the context of a guest whose camera and microphone are off, so that only keep-alive traffic passes through
 * the load balancer.
 */
const still = (origin: string) => ({
  storageState: { cookies: [], origins: [{ origin, localStorage: [devicesOff] }] },
});

const threeMinutesMs = 3 * 60_000;

test('an idle call of three minutes survives load balancers that cut connections after an idle minute', async ({
  balance,
  join,
}) => {
  test.setTimeout(threeMinutesMs + 90_000);
  const haproxy = await balance({ by: 'haproxy', idleSeconds: 60 });
  const nginx = await balance({ by: 'nginx', idleSeconds: 60 });
  const aiko = await join(haproxy.origin, 'Aiko', still(haproxy.origin));
  const ben = await join(nginx.origin, 'Ben', still(nginx.origin));
  await expect(tile(aiko.page, 'Ben')).toBeVisible();

  await wait(threeMinutesMs);
  expect(aiko.signalling).toEqual({ opened: 1, closed: 0 });
  expect(ben.signalling).toEqual({ opened: 1, closed: 0 });
  await ben.page.getByRole('button', { name: 'Video', exact: true }).click();
  await expectMovingVideo(aiko.page, 'Ben');
});

for (const by of ['haproxy', 'nginx'] as const) {
  test(`a ${by} with an idle time-out below LiveKit's ping interval makes this test fail`, async ({
    balance,
    join,
  }) => {
    const { origin } = await balance({ by, idleSeconds: 3 });
    const { signalling } = await join(origin, 'Aiko', still(origin));
    await expect.poll(() => signalling.closed).toBeGreaterThan(0);
  });
}
