import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWaiting, type WaitingPerson } from '../meeting/waiting.ts';
import { decideOn, watchWaiting } from './watchWaiting.ts';

const ann: WaitingPerson = { identity: 'ann', name: 'Ann', sinceMs: 1 };
const ben: WaitingPerson = { identity: 'ben', name: 'Ben', sinceMs: 2 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A list of waiting guests whose requests are answered by hand. */
function watched() {
  const waiting = createWaiting();
  const requests: ReturnType<typeof withResolvers<readonly WaitingPerson[] | undefined>>[] = [];
  const stop = watchWaiting(waiting, () => {
    const request = withResolvers<readonly WaitingPerson[] | undefined>();
    requests.push(request);
    return request.promise;
  });
  const answer = async (people: readonly WaitingPerson[] | undefined) => {
    requests.at(-1)?.resolve(people);
    await vi.advanceTimersByTimeAsync(0);
  };
  const names = () => waiting.getState().people.map(({ name }) => name);
  return { waiting, requests, stop, answer, names };
}

function withResolvers<Value>() {
  let resolve: (value: Value | PromiseLike<Value>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new Promise<Value>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

test('the list is requested again after each answer, and an answer without a list changes nothing', async () => {
  const { requests, answer, names } = watched();
  await answer([ann]);
  expect(names()).toEqual(['Ann']);
  await vi.advanceTimersToNextTimerAsync();
  await answer(undefined);
  expect(names()).toEqual(['Ann']);
  await vi.advanceTimersToNextTimerAsync();
  await answer([ann, ben]);
  expect(names()).toEqual(['Ann', 'Ben']);
  expect(requests).toHaveLength(3);
});

test('a list that was requested before a decision is not shown', async () => {
  const { waiting, answer, names } = watched();
  await answer([ann, ben]);
  await vi.advanceTimersToNextTimerAsync();
  const sent = withResolvers<string>();
  const decided = decideOn(waiting, ['ann'], () => sent.promise);
  expect(names()).toEqual(['Ben']);
  await answer([ann, ben]);
  expect(names()).toEqual(['Ben']);
  // This list is requested while the token handler has not yet answered the decision.
  await vi.advanceTimersToNextTimerAsync();
  sent.resolve('done');
  await expect(decided).resolves.toBe('done');
  await answer([ann, ben]);
  expect(names()).toEqual(['Ben']);
  // This one is requested after the answer: the decision has failed at the token handler.
  await vi.advanceTimersToNextTimerAsync();
  await answer([ann, ben]);
  expect(names()).toEqual(['Ann', 'Ben']);
});

test('stopping empties the list and ends the requests, and an answer that comes later changes nothing', async () => {
  const { stop, requests, answer, names } = watched();
  await answer([ann]);
  await vi.advanceTimersToNextTimerAsync();
  stop();
  expect(names()).toEqual([]);
  await answer([ann, ben]);
  expect(names()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(requests).toHaveLength(2);
});
