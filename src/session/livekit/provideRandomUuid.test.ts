import { expect, test, vi } from 'vitest';

test('LiveKit’s client has ids for its streams where the page has no crypto.randomUUID', async () => {
  const real = crypto;
  vi.stubGlobal('crypto', {
    getRandomValues: (array: Uint8Array<ArrayBuffer>) => real.getRandomValues(array),
  });
  await import('./provideRandomUuid.ts');
  const id = crypto.randomUUID();
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(crypto.randomUUID()).not.toBe(id);
  vi.unstubAllGlobals();
});
