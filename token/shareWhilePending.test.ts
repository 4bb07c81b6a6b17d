import { expect, test } from 'vitest';
import { shareNext } from './shareWhilePending.ts';

test('callers that come while a request is pending share one answer, which is newer than their calls', async () => {
  const answers: ((answer: number) => void)[] = [];
  const ask = shareNext(
    () =>
      new Promise<number>((resolve) => {
        answers.push(resolve);
      }),
  );
  const first = ask('room');
  await Promise.resolve();
  await Promise.resolve();
  expect(answers).toHaveLength(1);
  const later = [ask('room'), ask('room')];
  answers[0]?.(1);
  expect(await first).toBe(1);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
  void ask('room');
  await expect.poll(() => answers.length).toBe(3);
});

test('a request that fails does not stop the next one', async () => {
  let asked = 0;
  const ask = shareNext(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(asked);
  });
  await expect(ask('room')).rejects.toThrow('no answer');
  expect(await ask('room')).toBe(2);
});
