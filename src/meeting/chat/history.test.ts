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

test('a history converts times to the clock of the newcomer', () => {
  expect(readHistory(writeHistory([live('1', 1000)], 1500))).toEqual([
    { ...live('1', 89_500), origin: 'history', toldBy: ben },
  ]);
});

test('a history has the last hundred messages, without failed ones', () => {
  const messages = Array.from({ length: 150 }, (_, index) => live(String(index), index));
  const failed: ChatMessage = { ...live('f', 999), origin: 'own', delivery: 'failed' };
  const texts = readHistory(writeHistory([...messages, failed], 1000)) ?? [];
  expect(texts).toHaveLength(100);
  expect(texts.at(-1)?.id).toBe('149');
});

test('a history contains no message that itself came from a history', () => {
  const second: ChatMessage = { ...live('2', 1000), origin: 'history', toldBy: ben };
  expect(readHistory(writeHistory([live('1', 1000), second], 1000))).toMatchObject([{ id: '1' }]);
});

test('a history of very long messages stays within the length limit', () => {
  const messages = Array.from({ length: 100 }, (_, index) => ({
    ...live(String(index), index),
    text: '\u0001'.repeat(2000),
  }));
  expect(readHistory(writeHistory(messages, 1000))?.at(-1)?.id).toBe('99');
});

test('history messages from before the guest’s absence are ignored', () => {
  const absence = { fromOrder: 60_000, toOrder: 80_000, lengthMs: 20_000 };
  const during = { ...told, id: 'during', ageMs: 15_000 };
  const before = { ...told, id: 'before', ageMs: 60_000 };
  expect(readHistory(answer(before, during), absence)).toMatchObject([{ id: 'during', order: 65_000 }]);
});

test('history messages are sorted into the guest’s absence, even if their age is false', () => {
  const absence = { fromOrder: 60_000, toOrder: 80_000, lengthMs: 3_600_000 };
  expect(readHistory(answer({ ...told, ageMs: 1_000_000 }), absence)).toMatchObject([{ order: 60_000 }]);
});

test.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['an empty list', '{"messages":[]}'],
  ['no list', '{"messages":{}}'],
  ['a text without end', `"${'x'.repeat(600_000)}"`],
])('%s is not a valid history', (_, text) => {
  expect(readHistory(text)).toBeUndefined();
});

test.each([
  ['an id that is not a string', { ...told, id: 1 }],
  ['an empty text', { ...told, text: '' }],
  ['a text that is too long', { ...told, text: 'x'.repeat(2001) }],
  ['an age that is not a number', { ...told, ageMs: 'old' }],
  ['an age from the future', { ...told, ageMs: -1 }],
  ['no name', { ...told, name: undefined }],
  ['no object', 7],
])('a history message with %s is dropped, the others are kept', (_, broken) => {
  expect(readHistory(answer(broken, told))).toHaveLength(1);
});

test('the number of history messages, their names and ages are limited', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ ...told, id: String(index) }));
  expect(readHistory(answer(...many))).toHaveLength(100);
  const [message] = readHistory(answer({ ...told, name: 'x'.repeat(500), ageMs: 1e300 })) ?? [];
  expect(message?.author.name).toHaveLength(60);
  expect(message?.atMs).toBe(90_000 - 24 * 60 * 60 * 1000);
});

test('a long name is cut between grapheme clusters, and lone surrogates in a text are replaced', () => {
  const family = '👩‍👩‍👧';
  const [message] = readHistory(answer({ ...told, name: `x${family.repeat(60)}`, text: 'a\ud83d' })) ?? [];
  expect(message?.author.name).toMatch(new RegExp(`^x(${family})+$`, 'u'));
  expect(message?.text).toBe('a\uFFFD');
});

test('a newcomer learns that a file was sent, with a name that is safe to show, and without its content', () => {
  const file = { name: 'photo.png', size: 1200 };
  expect(readHistory(writeHistory([{ ...live('1', 1000), text: file.name, file }], 1500))).toMatchObject([
    { text: 'photo.png', file },
  ]);
  const forged = { ...told, text: '../\u202Egpj.exe', file: { name: 'a', size: 5 } };
  expect(readHistory(answer(forged))).toMatchObject([
    { text: '_gpj.exe', file: { name: '_gpj.exe', size: 5 } },
  ]);
  expect(readHistory(answer({ ...told, file: { size: 'much' } }))?.[0]?.file).toBeUndefined();
});
