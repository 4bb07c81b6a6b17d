import { readdirSync, readFileSync } from 'node:fs';
import { EventEmitter as NodeEventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EventEmitter } from './eventEmitter.ts';

/** Returns what listeners hear, and what the methods return, while this emitter is used in every way. */
function record(emitter: EventEmitter | NodeEventEmitter): unknown[] {
  const heard: unknown[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]) =>
      heard.push([name, ...values.map((value) => (value === other ? 'other' : value))]);
  const one = note('one');
  const other = note('other');
  heard.push(emitter.emit('join', 'nobody hears it'), emitter.listenerCount('join'));
  expect(emitter.on('join', one)).toBe(emitter);
  expect(emitter.once('join', other)).toBe(emitter);
  heard.push(emitter.listenerCount('join'), emitter.emit('join', 1, 2), emitter.emit('join', 3));
  emitter.prependListener('join', other);
  heard.push(emitter.emit('join', 4));
  emitter.off('join', other);
  // A listener that was added twice is called twice, and `off` removes one.
  emitter.addListener('join', one).off('join', one).off('join', other);
  heard.push(emitter.listeners('join').length, emitter.emit('join'));
  // Listeners that are added or removed while an event is emitted.
  emitter.on('leave', () => {
    emitter.off('leave', other).on('leave', note('added'));
  });
  emitter.on('leave', other);
  heard.push(emitter.emit('leave', 'first'), emitter.listenerCount('leave'), emitter.emit('leave', 'second'));
  // An event within the same event calls a listener of `once` only once.
  let depth = 0;
  emitter.on('nested', () => {
    depth += 1;
    if (depth === 1) emitter.emit('nested', 'inner');
  });
  emitter.once('nested', one);
  emitter.emit('nested', 'outer');
  emitter.once('removed', one).removeListener('removed', one);
  heard.push(emitter.emit('removed'));
  emitter.on('newListener', note('new'));
  emitter.once('late', other).on('late', other).prependListener('late', other);
  emitter.setMaxListeners(100).removeAllListeners('join');
  heard.push(emitter.listenerCount('join'), emitter.listenerCount('late'));
  emitter.removeAllListeners();
  heard.push(emitter.emit('late'), emitter.listenerCount('leave'));
  emitter.on('this', function isEmitter(this: unknown) {
    heard.push(this === emitter);
  });
  emitter.emit('this');
  expect(() =>
    emitter
      .on('fails', () => {
        throw new Error('A listener failed.');
      })
      .emit('fails'),
  ).toThrow('A listener failed.');
  return heard;
}

test("the stand-in for `events` does what Node's EventEmitter does", () => {
  expect(record(new EventEmitter())).toEqual(record(new NodeEventEmitter()));
});

test('the stand-in for `events` has every method that livekit-client and the app call', () => {
  const own = new Set(Object.getOwnPropertyNames(EventEmitter.prototype));
  const missing = Object.getOwnPropertyNames(NodeEventEmitter.prototype).filter((name) => !own.has(name));
  expect(missing).toContain('eventNames');
  const calls = new RegExp(`\\.(${missing.join('|')})\\(|\\.emit\\(\\s*'error'`);
  const used = ['node_modules/livekit-client/src', 'src'].flatMap((folder) => {
    const path = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
      .filter((name) => calls.test(readFileSync(`${path}${name}`, 'utf8')));
  });
  expect(used).toEqual([]);
});
