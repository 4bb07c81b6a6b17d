import { expect, test } from 'vitest';
import { isolate } from './isolate.ts';
import { roomEn } from './roomEn.ts';
import { roomJa } from './roomJa.ts';

test('a right-to-left name is isolated from the sentence around it', () => {
  for (const { stage } of [roomEn, roomJa]) {
    expect(stage.you(isolate('שלום'))).toContain('\u2068שלום\u2069');
    expect(stage.you(isolate('علي'))).toContain('\u2068علي\u2069');
  }
});

test('a left-to-right name gets no isolate characters', () => {
  for (const name of ['Aiko', '山田', 'Анна', '👩‍👩‍👧', '']) expect(isolate(name)).toBe(name);
});
