import { expect, test } from 'vitest';
import { createHandOrder, nextHandMs, raisedAtMs, type HandOrder } from './hands.ts';

function up(at: number | string) {
  return { 'first-room.hand': String(at) };
}

function numberHands(
  participants: Parameters<HandOrder['number']>[0],
  hands = createHandOrder(),
  nowMs = 1_700_000_100_000,
) {
  return [...hands.number(participants, nowMs)].map(([identity, number]) => `${number} ${identity}`);
}

const early = { identity: 'a', attributes: up(1_700_000_000_000) };
const late = { identity: 'b', attributes: up(1_700_000_060_000) };
const from1970 = { identity: 'c', attributes: up(1) };

test('hands are numbered in the order of raising', () => {
  const participants = [
    { identity: 'a', attributes: up(300) },
    { identity: 'b', attributes: {} },
    { identity: 'c', attributes: up(100) },
    { identity: 'd', attributes: up(300) },
  ];
  expect(numberHands(participants, createHandOrder(), 1000)).toEqual(['1 c', '2 a', '3 d']);
});

test('a new hand that claims to be raised in 1970 comes after the hands that are up', () => {
  const hands = createHandOrder();
  numberHands([early], hands);
  expect(numberHands([early, from1970], hands)).toEqual(['1 a', '2 c']);
  expect(numberHands([early, from1970], hands)).toEqual(['1 a', '2 c']);
});

test('a new hand that claims to be raised a minute ago comes after the hands that are up', () => {
  const hands = createHandOrder();
  numberHands([late], hands);
  expect(numberHands([early, late], hands)).toEqual(['1 b', '2 a']);
});

test('a hand keeps its place while its owner reconnects', () => {
  const hands = createHandOrder();
  numberHands([early], hands);
  numberHands([early, late], hands);
  numberHands([late], hands);
  expect(numberHands([early, late], hands)).toEqual(['1 a', '2 b']);
});

test('a newcomer sees the hands in the order that their owners claim', () => {
  const hands = createHandOrder();
  hands.join();
  numberHands([late], hands);
  expect(numberHands([early, late], hands)).toEqual(['1 a', '2 b']);
});

test('the guest’s own hand comes after the hands that are up, even if the guest’s clock is behind', () => {
  expect(nextHandMs(1000, [up(1500), {}])).toBe(1501);
  expect(nextHandMs(1000, [up(900)])).toBe(1000);
});

test('a hand from the far future does not affect the time of the guest’s own hand', () => {
  expect(nextHandMs(1000, [up(999_999_999_999_999)])).toBe(1000);
});

test.each(['', 'soon', '-1', '1e9', '9'.repeat(40)])('the attribute "%s" is not a raised hand', (text) => {
  expect(raisedAtMs(up(text))).toBeUndefined();
});
