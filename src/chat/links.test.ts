import { expect, test } from 'vitest';
import { splitLinks } from './links.ts';

function links(text: string): string[] {
  return splitLinks(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));
}

test('an address within text is a link, and no character is lost', () => {
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
  ['会議はhttps://a.example/です', 'https://a.example/'],
  ['https://a.example。次は', 'https://a.example'],
  ['HTTP://A.example', 'HTTP://A.example'],
])('%s: the punctuation around an address is not part of it', (text, link) => {
  expect(links(text)).toEqual([link]);
  expect(
    splitLinks(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test.each(Array.from('。．｡、，､）」｣』】〉》〕〗］｝＞！？：；…‥・･～〜―｜＂＇〟※（「｢［｛＜'))(
  'an address ends before %s, whatever follows',
  (mark) => {
    for (const address of [
      'https://a.example',
      'https://a.example:8080',
      'https://a.example/2',
      'https://a.example/b?c=1',
    ])
      for (const rest of ['2時から', '2', '次は', '日本', ' b', ''])
        expect(links(`${address}${mark}${rest}`)).toEqual([address]);
  },
);

test.each([
  'javascript:alert(1)',
  'data:text/html,<b>x</b>',
  'ftp://a.example',
  'https://',
  'https://bank.example@elsewhere.example/',
  'just words',
  '',
])('%s is not a link', (text) => {
  expect(links(text)).toEqual([]);
});

test.each([
  'https://a.example/\u202Egpj.exe',
  'https://\u202Ea.example/',
  'https://a.example/\u200Bb',
  'https://a\u3164.example/',
  'https://a.example/\u3164b',
  'https://bank.example\\@elsewhere.example',
  'https://bank.example。elsewhere.example',
  'https://bank.example｡elsewhere.example',
  'https://bank.example＠elsewhere.example',
  'https://bank.example／elsewhere.example',
  'https://bank.example{elsewhere}',
  'https://a.exampleです',
] as const)('%j is not a link, because it could hide where it leads', (text) => {
  expect(splitLinks(text)).toEqual([{ kind: 'text', text }]);
});

test.each([
  ['https://müller.example/x', 'https://xn--mller-kva.example/x'],
  ['https://bank.example.évil.example', 'https://bank.example.xn--vil-9la.example'],
  ['https://bаnk.example/', 'https://xn--bnk-6cd.example/'],
  ['https://bank.exampleの.elsewhere.example/', 'https://bank.xn--example-1e4f.elsewhere.example/'],
  ['https://ｂａｎｋ.example/', 'https://bank.example/'],
  ['https://例え.テスト/日本', 'https://xn--r8jz45g.xn--zckzah/日本'],
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['https://%62ank.example:8443/', 'https://bank.example:8443/'],
])('%s is shown with the host that it opens', (text, shown) => {
  expect(links(text)).toEqual([shown]);
});

test.each([
  ['https://ja.example/wiki/日本の歴史', 'https://ja.example/wiki/日本の歴史'],
  ['https://en.example/wiki/Tōkyō!', 'https://en.example/wiki/Tōkyō'],
  ['https://A.example:443/b', 'https://A.example:443/b'],
])('%s is a link as a whole', (text, shown) => {
  expect(links(text)).toEqual([shown]);
  expect(splitLinks(text)[0]).toMatchObject({ href: new URL(shown).href });
});

test('markup stays text', () => {
  expect(splitLinks('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'text', text: '<img src=x onerror=alert(1)>' },
  ]);
});
