import type { Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createMediaFlow, followMediaFlow } from './mediaFlow.ts';

test('media is flowing until nothing was received for three seconds', () => {
  const flow = createMediaFlow();
  const isAnswered = true;
  expect(flow({ bytes: 1000, isAnswered, atMs: 0 })).toBe('flowing');
  expect(flow({ bytes: 2000, isAnswered, atMs: 1000 })).toBe('flowing');
  expect(flow({ bytes: 2000, isAnswered, atMs: 3000 })).toBe('flowing');
  expect(flow({ bytes: 2000, isAnswered, atMs: 4000 })).toBe('silent');
  expect(flow({ bytes: 2100, isAnswered, atMs: 5000 })).toBe('flowing');
});

test('a room without any media is silent', () => {
  const flow = createMediaFlow();
  expect(flow({ bytes: 0, isAnswered: true, atMs: 0 })).toBe('flowing');
  expect(flow({ bytes: 0, isAnswered: true, atMs: 3000 })).toBe('silent');
});

test('media is cut when nothing is received and the SFU does not answer ICE checks', () => {
  const flow = createMediaFlow();
  expect(flow({ bytes: 1000, isAnswered: true, atMs: 0 })).toBe('flowing');
  expect(flow({ bytes: 1000, isAnswered: false, atMs: 2000 })).toBe('flowing');
  expect(flow({ bytes: 1000, isAnswered: true, atMs: 4000 })).toBe('silent');
  expect(flow({ bytes: 1000, isAnswered: false, atMs: 5000 })).toBe('cut');
  expect(flow({ bytes: 1100, isAnswered: false, atMs: 6000 })).toBe('flowing');
});

test('a lower byte count after losing a connection is not received media', () => {
  const flow = createMediaFlow();
  expect(flow({ bytes: 1000, isAnswered: false, atMs: 0 })).toBe('flowing');
  expect(flow({ bytes: 1000, isAnswered: false, atMs: 4000 })).toBe('cut');
  expect(flow({ bytes: 0, isAnswered: false, atMs: 5000 })).toBe('cut');
  expect(flow({ bytes: 100, isAnswered: true, atMs: 6000 })).toBe('flowing');
});

test.each(['and following has stopped', 'and following goes on'])(
  'leaving a room while its statistics are read causes no error, %s',
  async (which) => {
    vi.useFakeTimers();
    const onChange = vi.fn();
    let answer: ((report: undefined) => void) | undefined;
    const track = { getRTCStatsReport: () => new Promise<undefined>((resolve) => (answer = resolve)) };
    const room = {
      engine: {},
      localParticipant: { getTrackPublications: () => [{ track }] },
      remoteParticipants: new Map(),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const stop = followMediaFlow(room as unknown as Room, onChange);
    await vi.advanceTimersByTimeAsync(1000);
    // livekit-client 2.23.0 drops the room's engine when the room disconnects.
    Object.assign(room, { engine: undefined });
    if (which === 'and following has stopped') stop();
    answer?.(undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(onChange).not.toHaveBeenCalled();
    stop();
    vi.useRealTimers();
  },
);
