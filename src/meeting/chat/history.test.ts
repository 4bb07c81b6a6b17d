import { expect, test } from 'vitest';
import type { ChatMessage } from './chatLog.ts';
import { readHistory as read, writeHistory, type Absence } from './history.ts';

const author = { identity: 'a', name: 'Aiko' };
const ben = { identity: 'b', name: 'Ben' };
const newcomer = { fromOrder: -Infinity, toOrder: 90_000, lengthMs: Infinity };
const told = { id: '1', identity: 'a', name: 'Aiko', text: 'Hello', ageMs: 500 };

function readHistory(text: string, absence: Absence = newcomer) {
  return read(text, ben, absence, 90_000);
}

function answer(...messages: unknown[]): string {
  return JSON.stringify({ messages });
}

function live(id: string, order: number): ChatMessage {
  return { id, author, text: 'Hello', atMs: order, order, origin: 'live' };
}

test('a newcomer reads what another guest received, on a clock of their own', () => {
  expect(readHistory(writeHistory([live('1', 1000)], 1500))).toEqual([
    { ...live('1', 89_500), origin: 'history', toldBy: ben },
  ]);
});

test('the last hundred are told, and none that was never sent', () => {
  const messages = Array.from({ length: 150 }, (_, index) => live(String(index), index));
  const failed: ChatMessage = { ...live('f', 999), origin: 'own', delivery: 'failed' };
  const texts = readHistory(writeHistory([...messages, failed], 1000)) ?? [];
  expect(texts).toHaveLength(100);
  expect(texts.at(-1)?.id).toBe('149');
});

test('a message that somebody else told is not told on', () => {
  const second: ChatMessage = { ...live('2', 1000), origin: 'history', toldBy: ben };
  expect(readHistory(writeHistory([live('1', 1000), second], 1000))).toMatchObject([{ id: '1' }]);
});

test('the history of very long messages stays short enough to be read', () => {
  const messages = Array.from({ length: 100 }, (_, index) => ({
    ...live(String(index), index),
    text: '\u0001'.repeat(2000),
  }));
  expect(readHistory(writeHistory(messages, 1000))?.at(-1)?.id).toBe('99');
});

test('told messages count only for the time in which the guest was absent', () => {
  const absence = { fromOrder: 60_000, toOrder: 80_000, lengthMs: 20_000 };
  const during = { ...told, id: 'during', ageMs: 15_000 };
  const before = { ...told, id: 'before', ageMs: 60_000 };
  expect(readHistory(answer(before, during), absence)).toMatchObject([{ id: 'during', order: 65_000 }]);
});

test('told messages stand where the guest was absent, whatever age is told', () => {
  const absence = { fromOrder: 60_000, toOrder: 80_000, lengthMs: 3_600_000 };
  expect(readHistory(answer({ ...told, ageMs: 1_000_000 }), absence)).toMatchObject([{ order: 60_000 }]);
});

test.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['an empty list', '{"messages":[]}'],
  ['no list', '{"messages":{}}'],
  ['a text without end', `"${'x'.repeat(600_000)}"`],
])('%s is no history', (_, text) => {
  expect(readHistory(text)).toBeUndefined();
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
  expect(readHistory(answer(broken, told))).toHaveLength(1);
});

test('more than a hundred, long names and endless ages are cut', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ ...told, id: String(index) }));
  expect(readHistory(answer(...many))).toHaveLength(100);
  const [message] = readHistory(answer({ ...told, name: 'x'.repeat(500), ageMs: 1e300 })) ?? [];
  expect(message?.author.name).toHaveLength(60);
  expect(message?.atMs).toBe(90_000 - 24 * 60 * 60 * 1000);
});

test('a long name is cut between characters, and a text holds no half of one', () => {
  const family = '👩‍👩‍👧';
  const [message] = readHistory(answer({ ...told, name: `x${family.repeat(60)}`, text: 'a\ud83d' })) ?? [];
  expect(message?.author.name).toMatch(new RegExp(`^x(${family})+$`, 'u'));
  expect(message?.text).toBe('a\uFFFD');
});
