import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { NoRegions } from './noRegions.ts';

const room = new URL('../node_modules/livekit-client/src/room/Room.ts', import.meta.url);

test('the stand-in for the regions of LiveKit Cloud has every method that livekit-client calls', async () => {
  const text = await readFile(room, 'utf8');
  const called = [...text.matchAll(/regionUrlProvider\s*\??\s*\.(\w+)\(/g)].map(([, name]) => name);
  expect(called).toContain('getNextBestRegionUrl');
  expect(Object.getOwnPropertyNames(NoRegions.prototype)).toEqual(expect.arrayContaining(called));
});

test('with a server of LiveKit Cloud the address of the token endpoint is used', async () => {
  const regions = new NoRegions('wss://room.example');
  expect(regions.getServerUrl().href).toBe('wss://room.example/');
  expect([regions.isCloud(), await regions.getNextBestRegionUrl()]).toEqual([false, null]);
});
