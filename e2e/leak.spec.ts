import type { CDPSession } from 'playwright/test';
import { collectGarbage, joinAndLeave } from '../testing/joinAndLeave.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { expect, test } from '../testing/e2eTest.ts';

/** Counts of resources that only a call opens. All must be 0 after a call. */
interface Held {
  connections: number;
  liveTracks: number;
  audioContexts: number;
  intervals: number;
  workers: number;
}

declare global {
  interface Window {
    heldNow: () => Held;
  }
}

/** Makes the page count these resources. Runs in the page before any other script. */
function countWhatIsHeld(): void {
  // Weak references, so that counting an object does not keep it in memory.
  const connections: WeakRef<RTCPeerConnection>[] = [];
  const audioContexts: WeakRef<AudioContext>[] = [];
  const tracks: WeakRef<MediaStreamTrack>[] = [];
  const intervals = new Set<unknown>();
  let workers = 0;

  function noting<Class extends new (...parameters: never[]) => object>(
    made: Class,
    note: (one: InstanceType<Class>) => void,
  ): Class {
    return new Proxy(made, {
      construct(target, parameters, newTarget) {
        const one = Reflect.construct(target, parameters, newTarget);
        note(one);
        return one;
      },
    });
  }
  window.RTCPeerConnection = noting(RTCPeerConnection, (one) => connections.push(new WeakRef(one)));
  window.AudioContext = noting(AudioContext, (one) => audioContexts.push(new WeakRef(one)));
  window.Worker = noting(Worker, () => (workers += 1));
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    tracks.push(...stream.getTracks().map((track) => new WeakRef(track)));
    return stream;
  };
  // `clone` below calls the original with the right `this`, so the lint rule does not apply here.
  // oxlint-disable-next-line typescript/unbound-method
  const copy = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function clone() {
    const track = copy.call(this);
    tracks.push(new WeakRef(track));
    return track;
  };
  window.setInterval = new Proxy(window.setInterval, {
    apply(target, self, parameters) {
      const id: unknown = Reflect.apply(target, self, parameters);
      intervals.add(id);
      return id;
    },
  });
  window.clearInterval = new Proxy(window.clearInterval, {
    apply(target, self, parameters: unknown[]) {
      intervals.delete(parameters[0]);
      return Reflect.apply(target, self, parameters);
    },
  });
  function alive<Thing extends WeakKey>(things: readonly WeakRef<Thing>[]): Thing[] {
    return things.flatMap((thing) => thing.deref() ?? []);
  }
  window.heldNow = () => ({
    connections: alive(connections).filter(({ connectionState }) => connectionState !== 'closed').length,
    liveTracks: alive(tracks).filter(({ readyState }) => readyState === 'live').length,
    audioContexts: alive(audioContexts).filter(({ state }) => state !== 'closed').length,
    intervals: intervals.size,
    workers,
  });
}

/** Counts of objects that are still in the page's memory after garbage collection, whichever code created them. */
interface Left {
  rooms: number;
  /** Number of DOM nodes, in the document or detached from it. */
  nodes: number;
  listeners: number;
}

async function leftAfterCollection(devTools: CDPSession): Promise<Left> {
  await collectGarbage(devTools);
  const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
  return { rooms: await countRooms(devTools), nodes, listeners: jsEventListeners };
}

/**
 * Returns how many Room objects of LiveKit's client are in memory. The build renames the class, so it is recognized by
 * its static property `cleanupRegistry`.
 */
async function countRooms(devTools: CDPSession): Promise<number> {
  const objectGroup = 'rooms';
  const objectsOf = async (prototypeObjectId: string) => {
    const { objects } = await devTools.send('Runtime.queryObjects', { prototypeObjectId, objectGroup });
    return objects.objectId ?? '';
  };
  const functions = await devTools.send('Runtime.evaluate', {
    expression: 'Function.prototype',
    objectGroup,
  });
  const room = await devTools.send('Runtime.callFunctionOn', {
    objectId: await objectsOf(functions.result.objectId ?? ''),
    functionDeclaration: `function () { return this.find((one) => Object.hasOwn(one, 'cleanupRegistry')).prototype; }`,
    objectGroup,
  });
  const count = await devTools.send('Runtime.callFunctionOn', {
    objectId: await objectsOf(room.result.objectId ?? ''),
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  // Releases the objects that DevTools has returned and would keep in memory.
  await devTools.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(count.result.value);
}

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
    .toEqual({ connections: 0, liveTracks: 0, audioContexts: 0, intervals: 0, workers: 0 });
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
