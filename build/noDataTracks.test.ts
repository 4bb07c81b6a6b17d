import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { NoDataTracks } from './noDataTracks.ts';

const sources = new URL('../node_modules/livekit-client/src/room/', import.meta.url);

test('the stand-in for data tracks has every method that livekit-client calls', async () => {
  const callers = [
    'Room.ts',
    'RTCEngine.ts',
    'participant/LocalParticipant.ts',
    'participant/RemoteParticipant.ts',
  ];
  const texts = await Promise.all(callers.map((name) => readFile(new URL(name, sources), 'utf8')));
  const called = texts.flatMap((text) =>
    [...text.matchAll(/DataTrackManager\s*\.(\w+)\(/g)].map(([, name]) => name),
  );
  expect(called).toContain('receiveSfuPublicationUpdates');
  expect(Object.getOwnPropertyNames(NoDataTracks.prototype)).toEqual(expect.arrayContaining(called));
});
