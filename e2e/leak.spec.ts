import type { CDPSession } from 'playwright/test';
import { collectGarbage, joinAndLeave } from '../testing/joinAndLeave.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { expect, test } from '../testing/e2eTest.ts';

/** What a call opens, and nothing else of a page would go on holding. */
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
  // Weakly: what is counted must not be held by being counted.
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
  // Called with its track, below.
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

/** What a page still holds of calls, whoever made it. */
interface Left {
  rooms: number;
  /** Of the document and of what was taken from it. */
  nodes: number;
  listeners: number;
}

async function leftAfterCollection(devTools: CDPSession): Promise<Left> {
  await collectGarbage(devTools);
  const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
  return { rooms: await countRooms(devTools), nodes, listeners: jsEventListeners };
}

/** How many of the SDK's rooms there are. Its class has another name once it is built: it is known by what it has. */
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
  // What is handed out is held.
  await devTools.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(count.result.value);
}

test('a page that joins and leaves again and again holds nothing of the calls that are over', async ({
  openLobby,
  join,
}) => {
  await join({ name: 'Aiko' });
  const page = await openLobby({ name: 'Ben' });
  await page.addInitScript(nameHelper);
  await page.addInitScript(countWhatIsHeld);
  await page.reload();
  const devTools = await page.context().newCDPSession(page);

  // The first one loads what stays.
  await joinAndLeave(page, async () => expect(await countRooms(devTools), 'rooms in a call').toBe(1));
  const before = await leftAfterCollection(devTools);
  for (let calls = 0; calls < 3; calls += 1) await joinAndLeave(page);
  await expect
    .poll(() => page.evaluate(() => window.heldNow()))
    .toEqual({ connections: 0, liveTracks: 0, audioContexts: 0, intervals: 0, workers: 0 });
  // React holds what it drew last until it draws again. A call that ends before another guest's page has acknowledged the question for the
  // chat so far is held until the SDK gives that up, after 7 s (livekit-client 2.23, RpcClientManager.ts).
  await expect
    .poll(async () => (await leftAfterCollection(devTools)).rooms, { message: 'rooms' })
    .toBeLessThanOrEqual(1);
  const after = await leftAfterCollection(devTools);
  // A call in the room of two has 600 and 110 of them.
  expect(after.nodes - before.nodes, 'nodes that three calls leave').toBeLessThan(300);
  expect(after.listeners - before.listeners, 'listeners that three calls leave').toBeLessThan(50);
});
