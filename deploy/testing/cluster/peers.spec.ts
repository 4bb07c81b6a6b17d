import { ask } from '../ask.ts';
import { expect, test } from '../deploymentTest.ts';

test('a VM whose LiveKit and token handler are down forwards all requests to another VM', async ({
  vm: other,
  openVm,
}) => {
  const vm = await openVm({ peer: other });
  await Promise.all([vm.livekit.stop(), vm.tokenHandler.stop()]);
  const post = { headers: { 'Content-Type': 'application/json' }, body: '{}' };
  expect((await ask(vm.origin, '/token', post)).status).toBe(201);
  // LiveKit answers through nginx: 401, because the request has no token. Without a LiveKit nginx would answer 502.
  expect((await ask(vm.origin, '/rtc/validate')).status).toBe(401);
});
