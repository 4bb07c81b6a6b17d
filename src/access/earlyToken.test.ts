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

/** Answers with a token that tells for whom and the how manieth it is, or with the failures that a test has laid out. */
function openDoor() {
  const failures: AccessFailureKind[] = [];
  const asked: string[] = [];
  const visibility: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const page = Object.assign(new EventTarget(), visibility);
  const early = createEarlyToken({
    document: page,
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
  return { early, take, asked, failures, page };
}

const tokenOf = (token: string) => success({ serverUrl: 'wss://room.example', token });

test('the token is asked for at once and serves one click', async () => {
  const { early, take, asked } = openDoor();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  expect(await take(aiko)).toEqual(tokenOf('Aiko 1'));
  expect(await take(aiko)).toBeUndefined();
  expect(asked).toEqual(['Aiko']);
});

test('a click while the token is on its way waits for it and asks no second time', async () => {
  const { early, take, asked } = openDoor();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(1);
  expect(await take(aiko)).toEqual(tokenOf('Aiko 1'));
  await vi.advanceTimersByTimeAsync(10 * minuteMs);
  expect(asked).toEqual(['Aiko']);
});

test('another name makes it stale, and is asked for once typing has paused', async () => {
  const { early, take, asked } = openDoor();
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

test('a guest who types, pauses and corrects the name asks for one token, when the field is left', async () => {
  const { early, take, asked } = openDoor();
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

test('each long pause that was not the end of typing makes the next one longer', async () => {
  const { early, asked } = openDoor();
  early.want(undefined);
  for (const name of ['A', 'Am', 'Ame', 'Amel', 'Ameli', 'Amelie']) {
    early.want({ name, key: '' });
    await vi.advanceTimersByTimeAsync(4000);
  }
  expect(asked).toEqual(['A']);
});

test('a name that was never settled is asked for by the click', async () => {
  const { early, take, asked } = openDoor();
  early.want(undefined);
  early.want(aiko);
  expect(await take(aiko)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(minuteMs);
  expect(asked).toEqual([]);
});

test('a click under another name, or with another key, gets nothing', async () => {
  for (const wish of [
    { name: 'Ben', key: '' },
    { name: 'Aiko', key: 'blue-kettle' },
  ]) {
    const { early, take } = openDoor();
    early.want(aiko);
    await vi.advanceTimersByTimeAsync(20);
    expect(await take(wish)).toBeUndefined();
  }
});

test('without a name nothing is asked', async () => {
  const { early, asked } = openDoor();
  early.want(undefined);
  await vi.advanceTimersByTimeAsync(minuteMs);
  expect(asked).toEqual([]);
});

test('it is renewed before it ends, and only in a page that is looked at', async () => {
  const { early, take, asked, page } = openDoor();
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

test('an old token is not used, whatever became of the timers while the computer slept', async () => {
  const { early, take } = openDoor();
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20);
  vi.setSystemTime(Date.now() + 8 * minuteMs);
  expect(await take(aiko)).toBeUndefined();
});

test('a failure is not asked about again: the click does', async () => {
  const { early, take, asked, failures } = openDoor();
  failures.push('rate_limited');
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(60 * minuteMs);
  expect(asked).toHaveLength(1);
  expect(await take(aiko)).toBeUndefined();
});

test('a refusal that would be repeated serves the click, for a while', async () => {
  const { early, take, failures } = openDoor();
  failures.push('room_not_allowed', 'room_not_allowed');
  early.want(aiko);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await take(aiko)).toEqual(failed({ kind: 'room_not_allowed', detail: '' }));

  early.want(aiko);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(await take(aiko)).toBeUndefined();
});
