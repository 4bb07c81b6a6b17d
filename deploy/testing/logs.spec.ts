import { ask, askForToken } from './ask.ts';
import { expect, test } from './deploymentTest.ts';

/** The first letters of every token: `{"alg":` or `{"typ":` in base64url. */
const anyToken = 'eyJ';

test('no log contains a token: of a join, a refusal, a missing page, or a LiveKit that is down', async ({
  openVm,
  balance,
  join,
}) => {
  const vm = await openVm();
  const { origin } = await balance({ by: 'haproxy' }, vm);

  const { page } = await join(origin, 'Aiko');
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Rejoin' }).waitFor();

  const token = await askForToken(origin);
  const forged = `${token.slice(0, -4)}AAAA`;
  const addresses = [
    '/rtc',
    '/rtc/v1',
    '/rtc/validate',
    '/rtc/v1/validate',
    '/rtc/',
    '/',
    '/missing',
    '/twirp/a',
  ];
  const askAll = async () => {
    for (const path of addresses) {
      for (const one of [token, forged]) {
        await ask(origin, `${path}?access_token=${one}`, {
          headers: { Referer: `${origin}/?access_token=${one}` },
        });
      }
    }
    await ask(origin, `/rtc?access_token=${token}&more=${'x'.repeat(29_000)}`);
    await ask(vm.origin, `/rtc?access_token=${token}&more=${'x'.repeat(60_000)}`);
    await ask(origin, '/rtc', { headers: { Authorization: `Bearer ${forged}` } });
  };
  await askAll();
  await vm.livekit.stop();
  await askAll();
  await vm.tokenHandler.stop();
  expect((await ask(origin, '/token')).status).toBe(502);

  const logs = await vm.readLogs();
  // The logs do contain this test's requests, even those to servers that were down. Without them the next check, that
  // no token is in the logs, would show nothing.
  expect(logs).toMatch(/GET \/rtc\/v1 HTTP\/1\.1 101 /);
  expect(logs).toMatch(/GET \/rtc\/validate HTTP\/1\.1 502 .*upstream=502/);
  expect(logs).toMatch(/"msg":"request"/);
  expect(logs).toMatch(/"logger":"livekit\.(room|transport|pub)"/);
  expect(logs).not.toContain(token);
  expect(logs.split('\n').filter((line) => line.includes(anyToken))).toEqual([]);
  // The logs do not contain guests' names either (docs/privacy.md).
  expect(logs.split('\n').filter((line) => line.includes('Aiko'))).toEqual([]);
});
