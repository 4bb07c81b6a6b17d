import type { CDPSession } from 'playwright/test';
import { collectGarbage, joinAndLeave } from '../testing/joinAndLeave.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { expect, test } from '../testing/e2eTest.ts';

/** Resources that only a call opens. All counts must be 0 after a call. */
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

/** Runs in the page before anything else does. */
function countWhatIsHeld(): void {
  // The references are weak, so that counting an object does not keep it alive.
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
  // `clone` below calls the original with the right `this`.
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

/** Objects that a page still holds after garbage collection, whichever code created them. */
interface Left {
  rooms: number;
  /** DOM nodes in the document and detached ones. */
  nodes: number;
  listeners: number;
}

async function leftAfterCollection(devTools: CDPSession): Promise<Left> {
  await collectGarbage(devTools);
  const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
  return { rooms: await countRooms(devTools), nodes, listeners: jsEventListeners };
}

/**
 * Returns the number of Room objects of the SDK. The build renames the class, so it is recognized by its static
 * property `cleanupRegistry`.
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
  // DevTools keeps the queried objects alive until their group is released.
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

  // The first call loads code and data that stay for the next ones.
  await joinAndLeave(page, async () => expect(await countRooms(devTools), 'rooms in a call').toBe(1));
  const before = await leftAfterCollection(devTools);
  for (let calls = 0; calls < 3; calls += 1) await joinAndLeave(page);
  await expect
    .poll(() => page.evaluate(() => window.heldNow()))
    .toEqual({ connections: 0, liveTracks: 0, audioContexts: 0, intervals: 0, workers: 0 });
  // React keeps its previous render until the next one. A call that ends before another guest's page has acknowledged
  // the request for earlier chat messages is kept until the SDK gives up that request, after 7 s (livekit-client 2.23,
  // RpcClientManager.ts).
  await expect
    .poll(async () => (await leftAfterCollection(devTools)).rooms, { message: 'rooms' })
    .toBeLessThanOrEqual(1);
  const after = await leftAfterCollection(devTools);
  // One call of two guests has 600 nodes and 110 listeners.
  expect(after.nodes - before.nodes, 'nodes that three calls leave').toBeLessThan(300);
  expect(after.listeners - before.listeners, 'listeners that three calls leave').toBeLessThan(50);
});
