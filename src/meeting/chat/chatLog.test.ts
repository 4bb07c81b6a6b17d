import { afterEach, expect, test, vi } from 'vitest';
import { createChatLog, mergeMessages, type ChatMessage } from './chatLog.ts';

const aiko = { identity: 'a', name: 'Aiko' };
const ben = { identity: 'b', name: 'Ben' };
const chie = { identity: 'c', name: 'Chie' };

afterEach(() => {
  vi.useRealTimers();
});

function live(id: string, atMs: number, author = aiko): ChatMessage {
  return { id, author, text: id, atMs, order: atMs, origin: 'live' };
}
function history(id: string, atMs: number, author = aiko): ChatMessage {
  return { id, author, text: id, atMs, order: atMs, origin: 'history', toldBy: chie };
}
function own(id: string, atMs: number): ChatMessage {
  return { id, author: ben, text: id, atMs, order: atMs, origin: 'own', delivery: 'sending' };
}

test('messages are sorted by time, without duplicates', () => {
  const merged = mergeMessages([live('b', 2)], [live('a', 1), live('c', 3), live('b', 9)]);
  expect(merged.map(({ id, atMs }) => [id, atMs])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

test('a message received from its author replaces one from the history, and not the other way round', () => {
  expect(mergeMessages([live('a', 1)], [history('a', 5)])).toEqual([live('a', 1)]);
  expect(mergeMessages([history('a', 5)], [live('a', 1)])).toEqual([live('a', 1)]);
  expect(mergeMessages([own('a', 1)], [history('a', 5, ben)])).toEqual([own('a', 1)]);
});

test('messages of two authors with the same id are both kept', () => {
  expect(mergeMessages([live('a', 1)], [live('a', 2, ben)])).toHaveLength(2);
});

test('the log keeps the newest 500 messages', () => {
  const flood = Array.from({ length: 600 }, (_, index) => live(String(index), index));
  const merged = mergeMessages([], flood);
  expect(merged).toHaveLength(500);
  expect(merged.at(-1)?.id).toBe('599');
});

test('a flood of one guest does not push out messages of others', () => {
  const others = [live('a', 1, ben), own('b', 2), live('c', 3, chie)];
  const flood = Array.from({ length: 2000 }, (_, index) => live(String(index), 10 + index));
  const merged = mergeMessages(others, flood);
  expect(merged).toHaveLength(500);
  expect(merged.slice(0, 3)).toEqual(others);
});

test('a flood of history messages counts for the participant who sent them, not for their claimed authors', () => {
  const flood = Array.from({ length: 2000 }, (_, index) =>
    history(String(index), 10 + index, { identity: String(index), name: '' }),
  );
  expect(mergeMessages([live('a', 1)], flood)[0]).toEqual(live('a', 1));
});

test('a message keeps its place after older ones when the clock is set back', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const log = createChatLog();
  const write = (id: string) => log.add([{ ...live(id, Date.now()), order: log.nextOrder() }]);
  write('first');
  vi.setSystemTime(500_000);
  write('second');
  write('third');
  expect(log.getState().messages.map(({ id }) => id)).toEqual(['first', 'second', 'third']);
});

test('messages of others count as unread until the panel is opened, duplicates once', () => {
  const log = createChatLog();
  log.add([live('a', 1), own('x', 2)]);
  log.add([live('a', 1), live('b', 3)]);
  expect(log.getState().unread).toBe(2);
  log.setOpen(true);
  log.add([live('c', 4)]);
  expect(log.getState().unread).toBe(0);
  log.setOpen(false);
  log.add([history('d', 0)]);
  expect(log.getState().unread).toBe(1);
});

test('a failed message keeps its text and can be marked as sent later', () => {
  const log = createChatLog();
  log.add([own('x', 1)]);
  log.setDelivery('x', 'failed');
  expect(log.getState().messages).toEqual([{ ...own('x', 1), delivery: 'failed' }]);
  log.setDelivery('x', 'sent');
  expect(log.getState().messages).toEqual([{ ...own('x', 1), delivery: 'sent' }]);
});

test('a message sent again moves to the end', () => {
  const log = createChatLog();
  log.add([own('x', 1), live('a', 2)]);
  log.add([own('x', 3)]);
  expect(log.getState().messages.map(({ id }) => id)).toEqual(['a', 'x']);
});

test('the name of a message’s author can be added later', () => {
  const log = createChatLog();
  log.add([live('a', 1, { identity: 'a', name: '' }), live('b', 2, ben)]);
  log.nameAuthor(aiko);
  expect(log.getState().messages).toEqual([live('a', 1), live('b', 2, ben)]);
});
