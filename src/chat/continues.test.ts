import { expect, test } from 'vitest';
import type { ChatMessage } from '../meeting/chat/chatLog.ts';
import { continues } from './continues.ts';

const aiko = { identity: 'a', name: 'Aiko' };
const ben = { identity: 'b', name: 'Ben' };
const chie = { identity: 'c', name: 'Chie' };
const first: ChatMessage = { id: '1', author: aiko, text: 'One', atMs: 1000, order: 1, origin: 'live' };
const second: ChatMessage = { ...first, id: '2', atMs: 60_000, order: 2 };
const told = { ...second, origin: 'history', toldBy: ben } as const;

test('a message of the same author within five minutes continues the one before', () => {
  expect(continues(second, first)).toBe(true);
  expect(continues({ ...second, atMs: 301_000 }, first)).toBe(false);
  expect(continues({ ...second, author: ben }, first)).toBe(false);
  expect(continues(first, undefined)).toBe(false);
});

test('a message that somebody passed on does not look like one that its author sent, or that somebody else passed on', () => {
  expect(continues(told, first)).toBe(false);
  expect(continues(told, { ...told, id: '1' })).toBe(true);
  expect(continues(told, { ...told, toldBy: chie })).toBe(false);
});
