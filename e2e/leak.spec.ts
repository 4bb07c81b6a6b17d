import { joinAndLeave } from '../testing/joinAndLeave.ts';
import { countRooms, countWhatIsHeld, leftAfterCollection } from '../testing/keptObjects.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { expect, test } from '../testing/e2eTest.ts';

test('a page that joins and leaves repeatedly keeps no objects of past calls', async ({
  openLobby,
  join,
}) => {
  await join({ name: 'Aiko' });
  const page = await openLobby({ name: 'Ben' });
  await page.addInitScript(nameHelper);
  await page.addInitScript(countWhatIsHeld);
  await page.reload();
  const devTools = await page.context().newCDPSession(page);

  // The first call is not measured, because it loads code and data that stay for the next ones.
  await joinAndLeave(page, async () => expect(await countRooms(devTools), 'rooms in a call').toBe(1));
  const before = await leftAfterCollection(devTools);
  for (let calls = 0; calls < 3; calls += 1) await joinAndLeave(page);
  await expect
    .poll(() => page.evaluate(() => window.heldNow()))
    .toMatchObject({ connections: 0, sockets: 0, liveTracks: 0, audioContexts: 0, intervals: 0, workers: 0 });
  // One Room may be left, because React keeps its previous render until the next one. More are left for 7 s if a call
  // ends before another guest's page has acknowledged the request for earlier chat messages: the SDK then waits so long
  // before it gives up (livekit-client 2.23, RpcClientManager.ts).
  await expect
    .poll(async () => (await leftAfterCollection(devTools)).rooms, { message: 'rooms' })
    .toBeLessThanOrEqual(1);
  const after = await leftAfterCollection(devTools);
  // The limits are about half of what one call of two guests has: 600 nodes and 110 listeners.
  expect(after.nodes - before.nodes, 'nodes that three calls leave').toBeLessThan(300);
  expect(after.listeners - before.listeners, 'listeners that three calls leave').toBeLessThan(50);
});
