import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The top-level folders and the folders that each may import from. src/architecture.test.ts has the order within the
 * app.
 */
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

/** A unit test may run the real server that its subject talks to. */
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

test('each top-level folder imports only from the folders listed for it', () => {
  const wrong = imports
    .filter(({ path, from, to }) => {
      const more = path.includes('.test.') ? (arrowsOfUnitTests[from] ?? []) : [];
      return ![...(arrows[from] ?? []), ...more].includes(to);
    })
    .map(({ path, to }) => `${path} -> ${to}`);
  expect(wrong).toEqual([]);
});

test('every listed import between top-level folders exists', () => {
  const used = new Set(imports.map(({ from, to }) => `${from} -> ${to}`));
  const allowed = [arrows, arrowsOfUnitTests].flatMap((each) =>
    Object.entries(each).flatMap(([from, folders]) => folders.map((to) => `${from} -> ${to}`)),
  );
  expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
});

test('imports between top-level folders have no cycles', () => {
  function reached(from: string, seen: Set<string>): Set<string> {
    for (const to of arrows[from] ?? []) if (!seen.has(to)) reached(to, seen.add(to));
    return seen;
  }
  expect(Object.keys(arrows).filter((folder) => reached(folder, new Set()).has(folder))).toEqual([]);
});
