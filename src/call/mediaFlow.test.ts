import { expect, test } from 'vitest';
import { createMediaFlow } from './mediaFlow.ts';

test('what comes in goes on, and has stopped after three seconds of nothing', () => {
  const flow = createMediaFlow();
  expect(flow({ bytes: 1000, atMs: 0 })).toBe(true);
  expect(flow({ bytes: 2000, atMs: 1000 })).toBe(true);
  expect(flow({ bytes: 2000, atMs: 3000 })).toBe(true);
  expect(flow({ bytes: 2000, atMs: 4000 })).toBe(false);
  expect(flow({ bytes: 2100, atMs: 5000 })).toBe(true);
});

test('a room without any media has stopped as well', () => {
  const flow = createMediaFlow();
  expect(flow({ bytes: 0, atMs: 0 })).toBe(true);
  expect(flow({ bytes: 0, atMs: 3000 })).toBe(false);
});
