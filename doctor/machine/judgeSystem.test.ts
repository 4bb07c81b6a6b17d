import { expect, test } from 'vitest';
import { judgeSystem } from './judgeSystem.ts';

const good = {
  receiveBuffer: 16_777_216,
  livekitOpenFiles: 65_536,
  freeDisk: { bytes: 20e9, share: 0.5 },
  isClockSynchronized: true,
};

const states = (observed: Partial<typeof good>) =>
  judgeSystem({ ...good, ...observed }).map(({ state }) => state);

test('a machine as deploy/ sets it up is fine', () => {
  expect(states({})).toEqual(['fine', 'fine', 'fine', 'fine']);
});

test('each shortage is to look at, and says what to do', () => {
  expect(states({ receiveBuffer: 212_992 })).toEqual(['look', 'fine', 'fine', 'fine']);
  expect(states({ livekitOpenFiles: 1024 })).toEqual(['fine', 'look', 'fine', 'fine']);
  expect(states({ freeDisk: { bytes: 1e9, share: 0.01 } })).toEqual(['fine', 'fine', 'look', 'fine']);
  expect(states({ isClockSynchronized: false })).toEqual(['fine', 'fine', 'fine', 'look']);
});

test('what could not be read is not called fine', () => {
  const nothing = {
    receiveBuffer: undefined,
    livekitOpenFiles: undefined,
    freeDisk: undefined,
    isClockSynchronized: undefined,
  };
  expect(judgeSystem(nothing).map(({ state }) => state)).toEqual(
    Array.from({ length: 4 }, () => 'not tried'),
  );
});
