import { EventEmitter } from 'node:events';
import { EngineEvent, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { knowConnectedAtOnce } from './knowConnectedAtOnce.ts';

/**
 * A fake of LiveKit's engine, with the members that the patch uses. Through `waits` a test ends the wait for a
 * connection that the SDK itself began.
 */
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

test('the wait for the first connection ends with the engine’s event', async () => {
  const { engine, pcManager } = openEngine();
  const known = vi.fn();
  const waiting = pcManager.ensurePCTransportConnection().then(known);
  await Promise.resolve();
  expect(known).not.toHaveBeenCalled();
  engine.emit(EngineEvent.Connected);
  await waiting;
  expect(known).toHaveBeenCalled();
});

test('a failed connection rejects with the SDK’s error', async () => {
  const { pcManager, waits } = openEngine();
  const waiting = pcManager.ensurePCTransportConnection();
  waits[0]?.reject(new Error('could not establish pc connection'));
  await expect(waiting).rejects.toThrow('could not establish pc connection');
});

test('the wait for a later connection is the SDK’s own', async () => {
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
