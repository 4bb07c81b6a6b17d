import { expect, test } from 'vitest';
import { splitLinks } from './links.ts';

function links(text: string): string[] {
  return splitLinks(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));
}

test('an address among words is a link, and no character is lost', () => {
  expect(splitLinks('see https://a.example/b?c=d#e now')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'https://a.example/b?c=d#e', href: 'https://a.example/b?c=d#e' },
    { kind: 'text', text: ' now' },
  ]);
});

test.each([
  ['(https://a.example/b).', 'https://a.example/b'],
  ['https://en.example/wiki/Go_(game)', 'https://en.example/wiki/Go_(game)'],
  ['資料はhttps://a.example/bです。', 'https://a.example/b'],
  ['「https://a.example/」です', 'https://a.example/'],
  ['https://a.example/b, and', 'https://a.example/b'],
  ['HTTP://A.example', 'HTTP://A.example'],
])('%s: the punctuation around an address is not part of it', (text, link) => {
  expect(links(text)).toEqual([link]);
  expect(
    splitLinks(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  'ftp://a.example',
  'https://',
  'https://bank.example@elsewhere.example/',
  'just words',
  '',
])('%s is no link', (text) => {
  expect(links(text)).toEqual([]);
});

test('a mark that turns the direction of writing ends an address', () => {
  expect(links('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/']);
});

test('markup stays text', () => {
  expect(splitLinks('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'text', text: '<img src=x onerror=alert(1)>' },
  ]);
});
