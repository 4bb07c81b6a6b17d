import { expect, test } from 'vitest';
import { tabSecret } from './tabSecret.ts';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('a tab keeps its secret, and another tab has another one', () => {
  const tab = storage();
  const secret = tabSecret(() => tab);
  expect(secret).toMatch(/^[0-9a-f]{32}$/);
  expect(tabSecret(() => tab)).toBe(secret);
  expect(tabSecret(storage)).not.toBe(secret);
});

test('without access to storage there still is a secret', () => {
  const forbidden = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  expect(tabSecret(forbidden)).toMatch(/^[0-9a-f]{32}$/);
});
