import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as contract from '../src/start/page/parts.ts';
import { prerenderLobby } from '../src/start/prerender.tsx';
import { fillIn } from './prerenderLobby.ts';

const root = join(import.meta.dirname, '..');
const html = readFileSync(join(root, 'index.html'), 'utf8');

test('index.html gets every part in both languages, with only Join and the name enabled', () => {
  const filled = fillIn(html, prerenderLobby());
  const drawn = Object.keys(contract.drawnParts).map(
    (attribute) => filled.split(`<div ${attribute}="`).length - 1,
  );
  expect(drawn).toEqual([2, 2, 2]);
  const lobbies = filled.slice(
    filled.indexOf(contract.lobbyAttribute),
    filled.indexOf(contract.earlyVideoAttribute),
  );
  const enabled = [...lobbies.matchAll(/<(?:button|select|input)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !tag.includes(' disabled'));
  expect(enabled.map((tag) => /data-part="(\w+)"/.exec(tag)?.[1])).toEqual(['name', 'join', 'name', 'join']);
  expect(lobbies).not.toContain('"asking"');
});

test.each(['title', 'name', 'language', 'join', 'cancel', 'asking', 'caption', 'leave', 'tryAgain', 'close'])(
  'the build refuses markup without the part %s',
  (name) => {
    const drawn = prerenderLobby();
    const without = (markup: string) => markup.replaceAll(`data-part="${name}"`, '');
    const { markup, earlyVideo, notLoaded } = drawn.ja;
    drawn.ja = {
      ...drawn.ja,
      markup: without(markup),
      earlyVideo: without(earlyVideo),
      notLoaded: without(notLoaded),
    };
    expect(() => fillIn(html, drawn)).toThrow(`The part ${name} occurs 0 times`);
  },
);

test('the build refuses a wrong tag for a part, and a duplicate part', () => {
  const drawn = prerenderLobby();
  const other = { ...drawn, ja: { ...drawn.ja, markup: drawn.ja.markup.replaceAll('button', 'a') } };
  expect(() => fillIn(html, other)).toThrow('The part join occurs 0 times');
  const twice = { ...drawn, en: { ...drawn.en, markup: drawn.en.markup.repeat(2) } };
  expect(() => fillIn(html, twice)).toThrow('occurs 2 times');
});

test('style sheets use only attributes and early video states that the scripts set', () => {
  const folder = join(root, 'src', 'styles');
  const sheets = readdirSync(folder).filter((file) => file.endsWith('.css'));
  const styles = [...sheets.map((file) => join(folder, file)), join(root, 'src/pages/LobbyPage.module.css')]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const known = new Set<unknown>(Object.values(contract));
  const used = new Set([...styles.matchAll(/\[(data-[\w-]+)/g)].map(([, name = '']) => name));
  expect(used.size).toBeGreaterThan(4);
  expect([...used].filter((name) => !known.has(name))).toEqual([]);
  const states: readonly string[] = ['seen', 'over', 'gone'] satisfies contract.EarlyVideoState[];
  const named = [...styles.matchAll(/\[data-state='(\w+)'/g)].map(([, state = '']) => state);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((state) => !states.includes(state))).toEqual([]);
});
