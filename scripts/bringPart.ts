import { installPackages } from './bringBrowser.ts';

interface Part {
  name: string;
  /** Which tests can't run without it. */
  tests: string;
  /** Packages of Debian and Ubuntu that bring it. */
  packages: readonly string[];
  /** Why it can't be used here; `undefined` when it can. */
  whyMissing: () => string | undefined;
}

/**
 * A part of the tests that not every machine can have; brought here if it is missing and that is allowed. Without it its tests are skipped,
 * and counted as such. On a machine that is asked to test everything (`CI` is set, Linux) that is an error: nobody reads the count there.
 *
 * @returns whether the tests may go on
 */
export function bringPart({ name, tests, packages, whyMissing }: Part): boolean {
  const isLinux = process.platform === 'linux';
  if (isLinux && whyMissing() !== undefined) installPackages(...packages);
  const missing = whyMissing();
  if (missing === undefined) {
    console.log(`${name} is here.`);
    return true;
  }
  console.log(`${name} is missing: ${missing}.`);
  if (isLinux) {
    if (process.getuid?.() !== 0) console.log('Only root installs packages unasked.');
    console.log(`On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`);
  }
  if (isLinux && process.env['CI']) {
    console.log(`CI is set, so this is an error; without CI ${tests} would be skipped.`);
    return false;
  }
  console.log(`SKIPPED FOR THAT: ${tests}.`);
  return true;
}
