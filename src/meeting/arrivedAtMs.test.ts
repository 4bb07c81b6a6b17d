import { expect, test } from 'vitest';
import { enteredAttribute } from '../../common/contract.ts';
import { arrivedAtMs } from './arrivedAtMs.ts';

test('a guest who was connected in the lobby has joined at the click, and nobody can seem to have joined earlier', () => {
  const joinedAt = new Date(5000);
  const arrived = (entered?: string) =>
    arrivedAtMs({ joinedAt, attributes: entered === undefined ? {} : { [enteredAttribute]: entered } });
  expect(arrived()).toBe(5000);
  expect(arrived('65000')).toBe(65_000);
  expect(arrived('1')).toBe(5000);
  expect(arrived('soon')).toBe(5000);
});
