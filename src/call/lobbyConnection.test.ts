import { expect, test } from 'vitest';
import { entryPatienceMs } from './lobbyConnection.ts';

test.each([
  ['300 ms at least', 150, 300],
  ['half of the time that connecting took', 1400, 700],
  ['1.5 s at most', 8000, 1500],
])('a guest who is connected in the lobby waits for the token handler %s', (_how, connectMs, patienceMs) => {
  expect(entryPatienceMs(connectMs)).toBe(patienceMs);
});
