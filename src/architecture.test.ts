import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;

/**
 * The names in the second drawing under “The house” in docs/architecture.md, from bottom to top: the folders, and the
 * files that are in none. A line may have several names.
 */
const [, house = ''] = readFileSync(join(root, '../docs/architecture.md'), 'utf8').split('\n## The house\n');
const order = (house.split('```')[3] ?? '')
  .trim()
  .split('\n')
  .map((line) => (line.split(/ {2,}/)[0] ?? '').split(', '))
  .toReversed();

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => ({
    path,
    imports: [...readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  }));

/**
 * Position of a file in `order`: the position of the nearest folder that is drawn, or its own if the file is in no
 * folder; -1 if it is not drawn.
 */
function place(path: string): number {
  const name = path.includes('/') ? dirname(path) : path;
  const own = order.findIndex((names) => names.includes(name));
  return own >= 0 || !name.includes('/') ? own : place(name);
}

/** The path of an imported file, relative to src/. */
function target(path: string, imported: string): string {
  return relative(root, join(root, dirname(path), imported));
}

test('docs/architecture.md draws every folder and every file outside folders, and no other', () => {
  const paths = files
    .map(({ path }) => path)
    .filter((path) => path.includes('/') || !path.endsWith('.test.ts'));
  expect(paths.filter((path) => place(path) < 0)).toEqual([]);
  const names = new Set(paths.flatMap((path) => (path.includes('/') ? ancestors(dirname(path)) : path)));
  expect(order.flat().filter((name) => !names.has(name))).toEqual([]);
});

function ancestors(folder: string): string[] {
  return folder.includes('/') ? [folder, ...ancestors(dirname(folder))] : [folder];
}

test('a file imports only from what docs/architecture.md draws below it', () => {
  const wrong = files.flatMap(({ path, imports }) =>
    imports
      .filter((imported) => imported.startsWith('.'))
      .map((imported) => target(path, imported))
      .filter((to) => !to.startsWith('..') && place(to) > place(path))
      .map((to) => `${path} -> ${to}`),
  );
  expect(wrong).toEqual([]);
});

test('only start/page finds elements by selector', () => {
  const finds = /\.(querySelector|querySelectorAll|closest|matches|getElementsBy\w+)\b(?=[(<])/;
  const finders = files.filter(({ path }) => finds.test(readFileSync(join(root, path), 'utf8')));
  expect(finders.map(({ path }) => path).toSorted()).toEqual([
    'start/page/arrowGroups.ts',
    'start/page/parts.ts',
    'start/page/roomParts.ts',
    'start/page/standardElements.ts',
  ]);
});

test('only hooks and views import React', () => {
  const wrong = files
    .filter(({ path }) => path.endsWith('.ts') && !basename(path).startsWith('use'))
    .filter(({ imports }) => imports.some((imported) => /^react(-dom)?(\/|$)/.test(imported)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test('meeting/ and media/ do not import React, not even in hooks', () => {
  const wrong = files
    .filter(({ path }) => /^(meeting|media)\//.test(path))
    .filter(({ imports }) => imports.some((imported) => /^react(-dom)?(\/|$)/.test(imported)))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test('no module keeps state: everything that changes belongs to the session, the meeting or a view', () => {
  // Matches top-level lines (without indentation) that make state: variables, empty collections (a filled one is a
  // table), results of create functions, and contexts whose default value is created.
  const state =
    /^(?:export )?(?:let |var |const (?:\w+|\{[^}]*\})(?:: [^=]+)? = (?:new (?:Map|Set|WeakMap|WeakSet)\b[^(\n]*\(\)|(?:\[\]|\{\});|remembered\w+\(|create(?!Context|Root)[A-Z]\w*\(|createContext(?:<.*>)?\((?!undefined\))))/m;
  const found = [
    'let count = 0;',
    'const seen = new Map<string, number>();',
    'export const mirror = rememberedSwitch("mirror");',
    'const { subscribe } = createListeners();',
    'const Sounds = createContext<Sounds>(createSounds());',
  ];
  expect(found.filter((line) => !state.test(line))).toEqual([]);
  const keepers = files
    .filter(({ path }) => !path.includes('.test.') && state.test(readFileSync(join(root, path), 'utf8')))
    .map(({ path }) => path);
  expect(keepers).toEqual([]);
});

test('only connection.ts makes the room of a call, and waitForHost.ts the waiting room', () => {
  const makers = files.filter(
    ({ path }) => !path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes('new Room('),
  );
  expect(makers.map(({ path }) => path)).toEqual(['call/connection.ts', 'knock/waitForHost.ts']);
});

test('only session/livekit uses internals of livekit-client', () => {
  const declarations = join(root, '../node_modules/livekit-client/dist/src');
  const internals = readdirSync(declarations, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.d.ts'))
    .map((path) => readFileSync(join(declarations, path), 'utf8'))
    .flatMap((text) => text.match(/(?<=^ *(?:private|protected) (?:\w+ )*)\w+(?=[?;:(])/gm) ?? []);
  expect(internals).toContain('incomingDataStreamManager');
  // Matches access to a private member by its quoted name, which TypeScript allows, and to `engine`, which is public in
  // the types but undocumented.
  const quoted = new RegExp(`(?:(?<!dataset)\\[|Reflect\\.\\w+\\(\\w+, )'(?:${internals.join('|')})'`);
  const touches = [
    quoted,
    /[.{,] ?engine\b/,
    /\bEngineEvent\b/,
    /\bRoom\.\w+ = /,
    /\.prototype\.\w+ = /,
    /\.emit\(/,
  ];
  const wrong = files
    .filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('session/livekit/'))
    .filter(({ imports }) => imports.includes('livekit-client'))
    .flatMap(({ path }) => {
      const text = readFileSync(join(root, path), 'utf8');
      return touches.flatMap((touch) => touch.exec(text)?.[0] ?? []).map((found) => `${path}: ${found}`);
    });
  expect(wrong).toEqual([]);
});

test('boot, call and early video do not load React', () => {
  const reached = new Set<string>();
  function follow(path: string): void {
    if (reached.has(path)) return;
    reached.add(path);
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, imported = ''] of text.matchAll(/^(?:im|ex)port (?!type )[^;]*? from '([^']+)';/gm)) {
      if (imported.startsWith('.')) follow(target(path, imported));
      else reached.add(imported);
    }
  }
  for (const start of ['start/boot.ts', 'call/connection.ts', 'start/earlyVideo.ts']) follow(start);
  expect([...reached]).toContain('livekit-client');
  expect([...reached].filter((name) => /^react(-dom)?(\/|$)/.test(name))).toEqual([]);
});
