import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/**
 * Checks that the top-level folders import only what the first drawing in docs/architecture.md allows. The drawing
 * lists the folders from top to bottom, and the folders that each may import from. Unit tests may run the real server
 * that their subject talks to. src/architecture.test.ts reads the second drawing.
 */
const [, drawings = ''] = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('\n## The house\n');
const house = (drawings.split('```')[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => {
    const drawn = /^(\S+) .* → ([^(]*?)(?: \(unit tests: (.*)\))?$/.exec(line);
    const [, folder = line, imports = '', ofUnitTests] = drawn ?? [];
    return {
      folder,
      imports: imports === 'nothing' ? [] : imports.split(', '),
      ofUnitTests: ofUnitTests?.split(', ') ?? [],
    };
  });

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
  return path.includes('/') ? (path.split('/')[0] ?? '') : '*.config';
}

test('docs/architecture.md draws every top-level folder and no other', () => {
  const paths = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const folders = new Set(paths.filter((path) => !path.startsWith('.')).map(topFolder));
  expect(house.map(({ folder }) => folder).toSorted()).toEqual([...folders].toSorted());
});

test('each top-level folder imports only from the folders drawn for it', () => {
  const wrong = imports
    .filter(({ path, from, to }) => {
      const drawn = house.find(({ folder }) => folder === from);
      // Unit tests, and files that they share in a folder `testing`, may import more.
      const isForTests = path.includes('.test.') || path.startsWith(`${from}/testing/`);
      return !drawn?.imports.includes(to) && !(isForTests && drawn?.ofUnitTests.includes(to));
    })
    .map(({ path, to }) => `${path} -> ${to}`);
  expect(wrong).toEqual([]);
});

test('every drawn import between top-level folders exists', () => {
  const used = new Set(imports.map(({ from, to }) => `${from} -> ${to}`));
  const drawn = house.flatMap(({ folder, imports: may, ofUnitTests }) =>
    [...may, ...ofUnitTests].map((to) => `${folder} -> ${to}`),
  );
  expect(drawn.length).toBeGreaterThan(0);
  expect(drawn.filter((arrow) => !used.has(arrow))).toEqual([]);
});

test('every drawn import goes down, so that there are no cycles', () => {
  const up = house.flatMap(({ folder, imports: may, ofUnitTests }, index) =>
    [...may, ...ofUnitTests]
      .filter((to) => house.findIndex((other) => other.folder === to) <= index)
      .map((to) => `${folder} -> ${to}`),
  );
  expect(up).toEqual([]);
});
