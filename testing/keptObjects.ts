import type { CDPSession } from 'playwright';
import { collectGarbage } from './joinAndLeave.ts';

/** Counts of resources that only a call opens. All but the timeouts must be 0 after a call. */
interface Held {
  connections: number;
  /** WebSockets that are not closed. */
  sockets: number;
  liveTracks: number;
  audioContexts: number;
  intervals: number;
  /** Timeouts that have been set and have not run. */
  timeouts: number;
  workers: number;
}

declare global {
  interface Window {
    heldNow: () => Held;
  }
}

/** Makes the page count these resources. Runs in the page before any other script. */
export function countWhatIsHeld(): void {
  // Weak references, so that counting an object does not keep it in memory.
  const connections: WeakRef<RTCPeerConnection>[] = [];
  const sockets: WeakRef<WebSocket>[] = [];
  const audioContexts: WeakRef<AudioContext>[] = [];
  const tracks: WeakRef<MediaStreamTrack>[] = [];
  const intervals = new Set<unknown>();
  const timeouts = new Set<unknown>();
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
  window.WebSocket = noting(WebSocket, (one) => sockets.push(new WeakRef(one)));
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
  window.setTimeout = new Proxy(window.setTimeout, {
    apply(target, self, [run, ...others]: [unknown, ...unknown[]]) {
      const id: unknown = Reflect.apply(target, self, [
        (...given: unknown[]) => {
          timeouts.delete(id);
          if (typeof run === 'function') Reflect.apply(run, self, given);
        },
        ...others,
      ]);
      timeouts.add(id);
      return id;
    },
  });
  window.clearTimeout = new Proxy(window.clearTimeout, {
    apply(target, self, parameters: unknown[]) {
      timeouts.delete(parameters[0]);
      return Reflect.apply(target, self, parameters);
    },
  });
  function alive<Thing extends WeakKey>(things: WeakRef<Thing>[]): Thing[] {
    const left = things.filter((thing) => thing.deref() !== undefined);
    // Forgets the others, so that the lists do not grow in a long call.
    things.splice(0, things.length, ...left);
    return left.flatMap((thing) => thing.deref() ?? []);
  }
  window.heldNow = () => ({
    connections: alive(connections).filter(({ connectionState }) => connectionState !== 'closed').length,
    sockets: alive(sockets).filter(({ readyState }) => readyState !== WebSocket.CLOSED).length,
    liveTracks: alive(tracks).filter(({ readyState }) => readyState === 'live').length,
    audioContexts: alive(audioContexts).filter(({ state }) => state !== 'closed').length,
    intervals: intervals.size,
    timeouts: timeouts.size,
    workers,
  });
}

/** Counts of objects that are still in the page's memory after garbage collection, whichever code created them. */
export interface Left {
  /** Number of Room objects of LiveKit's client. */
  rooms: number;
  /** Number of DOM nodes, in the document or detached from it. */
  nodes: number;
  listeners: number;
}

/** Collects garbage in the page and counts what is left. */
export async function leftAfterCollection(devTools: CDPSession): Promise<Left> {
  await collectGarbage(devTools);
  const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
  return { rooms: await countRooms(devTools), nodes, listeners: jsEventListeners };
}

/**
 * Returns how many Room objects of LiveKit's client are in memory. The build renames the class, so it is recognized by
 * its static property `cleanupRegistry`.
 */
export async function countRooms(devTools: CDPSession): Promise<number> {
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
