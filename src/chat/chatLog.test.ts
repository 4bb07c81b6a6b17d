import { expect, test } from 'vitest';
import { createChatLog, mergeMessages, type ChatMessage } from './chatLog.ts';

const aiko = { identity: 'a', name: 'Aiko' };
const ben = { identity: 'b', name: 'Ben' };

function live(id: string, atMs: number, author = aiko): ChatMessage {
  return { id, author, text: id, atMs, origin: 'live' };
}
function history(id: string, atMs: number, author = aiko): ChatMessage {
  return { id, author, text: id, atMs, origin: 'history', toldBy: 'Chie' };
}
function own(id: string, atMs: number): ChatMessage {
  return { id, author: ben, text: id, atMs, origin: 'own', delivery: 'sending' };
}

test('messages stand in the order of time, each once', () => {
  const merged = mergeMessages([live('b', 2)], [live('a', 1), live('c', 3), live('b', 9)]);
  expect(merged.map(({ id, atMs }) => [id, atMs])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});

test('what was heard first-hand is not replaced by what is told of it, but replaces it', () => {
  expect(mergeMessages([live('a', 1)], [history('a', 5)])).toEqual([live('a', 1)]);
  expect(mergeMessages([history('a', 5)], [live('a', 1)])).toEqual([live('a', 1)]);
  expect(mergeMessages([own('a', 1)], [history('a', 5, ben)])).toEqual([own('a', 1)]);
});

test('nobody hides another’s message by using its id', () => {
  expect(mergeMessages([live('a', 1)], [live('a', 2, ben)])).toHaveLength(2);
});

test('a flood leaves the newest 500', () => {
  const flood = Array.from({ length: 600 }, (_, index) => live(String(index), index));
  const merged = mergeMessages([], flood);
  expect(merged).toHaveLength(500);
  expect(merged.at(-1)?.id).toBe('599');
});

test('messages of others count as unread until the panel is opened, once each', () => {
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

test('a failed message keeps its text and can become sent', () => {
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

test('an author who is not known yet is named later', () => {
  const log = createChatLog();
  log.add([live('a', 1, { identity: 'a', name: '' }), live('b', 2, ben)]);
  log.nameAuthor(aiko);
  expect(log.getState().messages).toEqual([live('a', 1), live('b', 2, ben)]);
});
