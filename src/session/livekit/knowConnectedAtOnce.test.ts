import { EventEmitter } from 'node:events';
import { EngineEvent, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { knowConnectedAtOnce } from './knowConnectedAtOnce.ts';

/** As much of LiveKit's engine as is needed; the SDK's own waiting ends when a test says so. */
function openEngine() {
  const waits: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const pcManager = {
    ensurePCTransportConnection: () =>
      new Promise<void>((resolve, reject) => {
        waits.push({ resolve, reject });
      }),
  };
  const engine = Object.assign(new EventEmitter(), { pcManager });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  knowConnectedAtOnce({ engine } as unknown as Pick<Room, 'engine'>);
  engine.emit(EngineEvent.TransportsCreated);
  return { engine, pcManager, waits };
}

test('the connection is known with the event that tells it', async () => {
  const { engine, pcManager } = openEngine();
  const known = vi.fn();
  const waiting = pcManager.ensurePCTransportConnection().then(known);
  await Promise.resolve();
  expect(known).not.toHaveBeenCalled();
  engine.emit(EngineEvent.Connected);
  await waiting;
  expect(known).toHaveBeenCalled();
});

test('a connection that does not come fails as before', async () => {
  const { pcManager, waits } = openEngine();
  const waiting = pcManager.ensurePCTransportConnection();
  waits[0]?.reject(new Error('could not establish pc connection'));
  await expect(waiting).rejects.toThrow('could not establish pc connection');
});

test('a later connection is waited for as the SDK does', async () => {
  const { engine, pcManager, waits } = openEngine();
  engine.emit(EngineEvent.Connected);
  await pcManager.ensurePCTransportConnection();
  const known = vi.fn();
  const waiting = pcManager.ensurePCTransportConnection().then(known);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(known).not.toHaveBeenCalled();
  waits[1]?.resolve();
  await waiting;
});
