import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The folders at the top, and those that each imports from. The order within the app is in src/architecture.test.ts. */
const arrows: Record<string, string[]> = {
  common: [],
  token: ['common'],
  src: ['common'],
  build: ['src'],
  local: ['common'],
  testing: ['local'],
  doctor: ['common', 'token', 'local'],
  e2e: ['testing', 'src', 'local'],
  bench: ['local', 'testing'],
  deploy: ['testing', 'token', 'src', 'build', 'local', 'doctor'],
  scripts: ['testing', 'build', 'local', 'bench', 'deploy'],
  // vite.config.ts, playwright.config.ts
  '.': ['build', 'testing'],
};

/** A unit test may run the real thing that its subject talks to. */
const arrowsOfUnitTests: typeof arrows = { src: ['token'] };

const root = join(import.meta.dirname, '..');

const imports = execFileSync('git', ['ls-files', '--', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
      ([, imported = '']) => ({ path, from: topFolder(path), to: topFolder(join(path, '..', imported)) }),
    ),
  )
  .filter(({ from, to }) => from !== to);

function topFolder(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '.';
}

test('each folder at the top imports from the folders below it, and from no other', () => {
  const wrong = imports
    .filter(({ path, from, to }) => {
      const more = path.includes('.test.') ? (arrowsOfUnitTests[from] ?? []) : [];
      return ![...(arrows[from] ?? []), ...more].includes(to);
    })
    .map(({ path, to }) => `${path} -> ${to}`);
  expect(wrong).toEqual([]);
});

test('no arrow is allowed that nothing needs', () => {
  const used = new Set(imports.map(({ from, to }) => `${from} -> ${to}`));
  const allowed = [arrows, arrowsOfUnitTests].flatMap((each) =>
    Object.entries(each).flatMap(([from, folders]) => folders.map((to) => `${from} -> ${to}`)),
  );
  expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
});

test('no two folders at the top import from each other, directly or through others', () => {
  function reached(from: string, seen: Set<string>): Set<string> {
    for (const to of arrows[from] ?? []) if (!seen.has(to)) reached(to, seen.add(to));
    return seen;
  }
  expect(Object.keys(arrows).filter((folder) => reached(folder, new Set()).has(folder))).toEqual([]);
});
