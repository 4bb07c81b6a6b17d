import { expect, test } from 'vitest';
import type { ChatMessage } from './chatLog.ts';
import { readHistory, writeHistory } from './history.ts';

const author = { identity: 'a', name: 'Aiko' };
const told = { id: '1', identity: 'a', name: 'Aiko', text: 'Hello', ageMs: 500 };

function answer(...messages: unknown[]): string {
  return JSON.stringify({ messages });
}

test('what one guest writes, another reads, on a clock of their own', () => {
  const message: ChatMessage = { id: '1', author, text: 'Hello', atMs: 1000, origin: 'live' };
  expect(readHistory(writeHistory([message], 1500), 'Ben', 90_000)).toEqual([
    { ...message, atMs: 89_500, origin: 'history', toldBy: 'Ben' },
  ]);
});

test('the last hundred are told, and none that was never sent', () => {
  const messages = Array.from({ length: 150 }, (_, index): ChatMessage => {
    return { id: String(index), author, text: 'x', atMs: index, origin: 'live' };
  });
  const failed: ChatMessage = { id: 'f', author, text: 'x', atMs: 999, origin: 'own', delivery: 'failed' };
  const read = readHistory(writeHistory([...messages, failed], 1000), 'Ben', 1000);
  expect(read).toHaveLength(100);
  expect(read.at(-1)?.id).toBe('149');
});

test.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['no list', '{"messages":{}}'],
  ['a text without end', `"${'x'.repeat(600_000)}"`],
])('%s is no history', (_, text) => {
  expect(readHistory(text, 'Ben', 0)).toEqual([]);
});

test.each([
  ['an id that is no text', { ...told, id: 1 }],
  ['an empty text', { ...told, text: '' }],
  ['a text that is too long', { ...told, text: 'x'.repeat(2001) }],
  ['an age that is no number', { ...told, ageMs: 'old' }],
  ['an age from the future', { ...told, ageMs: -1 }],
  ['no name', { ...told, name: undefined }],
  ['no object', 7],
])('a message with %s is left out, the others stay', (_, broken) => {
  expect(readHistory(answer(broken, told), 'Ben', 1000)).toHaveLength(1);
});

test('more than a hundred, long names and endless ages are cut', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ ...told, id: String(index) }));
  expect(readHistory(answer(...many), 'Ben', 0)).toHaveLength(100);
  const [message] = readHistory(answer({ ...told, name: 'x'.repeat(500), ageMs: 1e300 }), 'Ben', 0);
  expect(message?.author.name).toHaveLength(60);
  expect(message?.atMs).toBe(-24 * 60 * 60 * 1000);
});
