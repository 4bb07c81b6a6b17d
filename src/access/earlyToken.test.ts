import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { AccessFailureKind } from './accessFailure.ts';
import { createEarlyToken, type EarlyWish } from './earlyToken.ts';

const aiko: EarlyWish = { name: 'Aiko', key: '' };
const minuteMs = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * A fake token endpoint. Each token contains the name and the number of its request. If a test puts failures into
 * `failures`, they are the answers to the first requests.
 */
function openEndpoint() {
  const failures: AccessFailureKind[] = [];
  const asked: string[] = [];
  const refused: AccessFailureKind[] = [];
  const visibility: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const page = Object.assign(new EventTarget(), visibility);
  const early = createEarlyToken({
    document: page,
    onRefused: ({ kind }) => refused.push(kind),
    ask: async ({ name }, signal) => {
      asked.push(name);
      const token = `${name} ${asked.length}`;
      await new Promise((resolve) => setTimeout(resolve, 10));
      signal.throwIfAborted();
      const kind = failures.shift();
      return kind ? failed({ kind, detail: '' }) : success({ serverUrl: 'wss://room.example', token });
    },
  });
  const take = async (wish: EarlyWish) => {
    const taking = early.take(wish);
    await vi.advanceTimersByTimeAsync(10);
    return await taking;
  };
  return { early, take, asked, refused, failures, page };
}

const tokenOf = (token: string) => success({ serverUrl: 'wss://room.example', token });

test('the token is requested at once and can be used for one click', async () => {
  const { early, take, asked } = openEndpoint();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  expect(await take(aiko)).toEqual(tokenOf('Aiko 1'));
  expect(await take(aiko)).toBeUndefined();
  expect(asked).toEqual(['Aiko']);
});

test('a click during the request waits for it and sends no second one', async () => {
  const { early, take, asked } = openEndpoint();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(1);
  expect(await take(aiko)).toEqual(tokenOf('Aiko 1'));
  await vi.advanceTimersByTimeAsync(10 * minuteMs);
  expect(asked).toEqual(['Aiko']);
});

test('after a change of the name, a new token is requested once typing has paused', async () => {
  const { early, take, asked } = openEndpoint();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  for (const name of ['Aik', 'Ai', 'A', 'Am', 'Ame', 'Amel', 'Ameli', 'Amelie']) {
    early.want({ name, key: '' });
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(asked).toEqual(['Aiko']);
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked).toEqual(['Aiko', 'Amelie']);
  expect(await take({ name: 'Amelie', key: '' })).toEqual(tokenOf('Amelie 2'));
});

test('typing, pausing and correcting a name causes one request, when the field loses the focus', async () => {
  const { early, take, asked } = openEndpoint();
  early.want(undefined);
  for (const name of ['Amelia', 'Amelie', 'Amélie', 'Amélie B']) {
    early.want({ name, key: '' });
    await vi.advanceTimersByTimeAsync(2500);
  }
  expect(asked).toEqual([]);
  early.settle();
  early.settle();
  await vi.advanceTimersByTimeAsync(20);
  expect(asked).toEqual(['Amélie B']);
  expect(await take({ name: 'Amélie B', key: '' })).toEqual(tokenOf('Amélie B 1'));
});

test('after each request for an unfinished name, the next pause has to be longer', async () => {
  const { early, asked } = openEndpoint();
  early.want(undefined);
  for (const name of ['A', 'Am', 'Ame', 'Amel', 'Ameli', 'Amelie']) {
    early.want({ name, key: '' });
    await vi.advanceTimersByTimeAsync(4000);
  }
  expect(asked).toEqual(['A']);
});

test('a click right after typing gets no early token', async () => {
  const { early, take, asked } = openEndpoint();
  early.want(undefined);
  early.want(aiko);
  expect(await take(aiko)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(minuteMs);
  expect(asked).toEqual([]);
});

test('a click with another name or another key gets no early token', async () => {
  for (const wish of [
    { name: 'Ben', key: '' },
    { name: 'Aiko', key: 'blue-kettle' },
  ]) {
    const { early, take } = openEndpoint();
    early.want(aiko);
    await vi.advanceTimersByTimeAsync(20);
    expect(await take(wish)).toBeUndefined();
  }
});

test('without a name no token is requested', async () => {
  const { early, asked } = openEndpoint();
  early.want(undefined);
  await vi.advanceTimersByTimeAsync(minuteMs);
  expect(asked).toEqual([]);
});

test('the token is renewed before it expires, but only while the page is visible', async () => {
  const { early, take, asked, page } = openEndpoint();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(6 * minuteMs);
  expect(asked).toHaveLength(2);
  page.visibilityState = 'hidden';
  await vi.advanceTimersByTimeAsync(60 * minuteMs);
  expect(asked).toHaveLength(2);
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(20);
  expect(await take(aiko)).toEqual(tokenOf('Aiko 3'));
});

test('an old token is not used, even if timers stopped while the computer slept', async () => {
  const { early, take } = openEndpoint();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  vi.setSystemTime(Date.now() + 8 * minuteMs);
  expect(await take(aiko)).toBeUndefined();
});

test('a failed request is not repeated before the click', async () => {
  const { early, take, asked, failures } = openEndpoint();
  failures.push('rate_limited');
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(60 * minuteMs);
  expect(asked).toHaveLength(1);
  expect(await take(aiko)).toBeUndefined();
});

test('a final refusal answers a click within 30 seconds', async () => {
  const { early, take, failures } = openEndpoint();
  failures.push('room_not_allowed', 'room_not_allowed');
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await take(aiko)).toEqual(failed({ kind: 'room_not_allowed', detail: '' }));

  early.want(aiko);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(await take(aiko)).toBeUndefined();
});

test('a refusal is told before the click, and not if the click takes it or the name has changed meanwhile', async () => {
  const { early, take, refused, failures } = openEndpoint();
  failures.push('room_not_allowed', 'key_missing', 'key_wrong');
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  expect(refused).toEqual(['room_not_allowed']);

  const ben = { name: 'Ben', key: '' };
  early.want(ben);
  early.settle();
  await vi.advanceTimersByTimeAsync(1);
  expect(await take(ben)).toEqual(failed({ kind: 'key_missing', detail: '' }));
  early.want(aiko);
  early.settle();
  await vi.advanceTimersByTimeAsync(1);
  early.want(ben);
  await vi.advanceTimersByTimeAsync(20);
  expect(refused).toEqual(['room_not_allowed']);
});
