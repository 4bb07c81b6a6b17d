import type { Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createPendingPublications } from './pendingPublications.ts';

// The casts are safe, because these rooms are only compared; no member of them is used.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const [before, after] = [{}, {}] as [Room, Room];

test('a publication is pending only in its own room, until it is published or has failed', async () => {
  const pending = createPendingPublications();
  const onChange = vi.fn();
  pending.subscribe(onChange);
  let finish = (): void => {};
  pending.add(before, 'camera', new Promise<void>((resolve) => (finish = resolve)));
  pending.add(after, 'microphone', Promise.reject(new Error('no answer')));
  expect(pending.of(before, 'camera')).toBeDefined();
  expect(pending.of(after, 'camera')).toBeUndefined();
  await pending.of(after, 'microphone');
  expect(pending.of(after, 'microphone')).toBeUndefined();
  expect(pending.of(before, 'camera')).toBeDefined();
  finish();
  await pending.of(before, 'camera');
  expect(pending.of(before, 'camera')).toBeUndefined();
  expect(onChange).toHaveBeenCalledTimes(4);
});
