import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

/**
 * The lock file lists the packages of all platforms. npm leaves one out if the registry does not have it, and `npm ci`
 * then refuses to install anything, on every platform.
 */
test('package-lock.json holds the optional packages of every platform', () => {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(readFileSync(file, 'utf8'));
  const names = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${name} (of ${path})`),
  );
  expect(missing).toEqual([]);
});
