import { afterEach, expect, test, vi } from 'vitest';
import { provideRandomUuid } from './provideRandomUuid.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a page without crypto.randomUUID gets one that makes unique ids', () => {
  const real = crypto;
  vi.stubGlobal('crypto', {
    getRandomValues: (array: Uint8Array<ArrayBuffer>) => real.getRandomValues(array),
  });
  provideRandomUuid();
  const id = crypto.randomUUID();
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(crypto.randomUUID()).not.toBe(id);
});

test('the browser’s own crypto.randomUUID is kept', () => {
  const before: unknown = Reflect.get(crypto, 'randomUUID');
  provideRandomUuid();
  expect(Reflect.get(crypto, 'randomUUID')).toBe(before);
});
