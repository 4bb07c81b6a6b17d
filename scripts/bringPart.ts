import { installPackages } from './bringBrowser.ts';

interface Part {
  name: string;
  /** Names the tests that can't run without this requirement. */
  tests: string;
  /** Debian and Ubuntu packages that contain the required programs. */
  packages: readonly string[];
  /** Returns the reason why the requirement can't be used on this machine, or `undefined` when it can. */
  whyMissing: () => string | undefined;
}

/**
 * Finds or installs a requirement of some tests (programs, or a network namespace) that not every machine can have.
 * Without it these tests are skipped and counted as skipped. In CI (`CI` is set, Linux) a missing requirement is an
 * error instead, since nobody reads the count of skipped tests there.
 *
 * @returns whether the tests may go on
 */
export function bringPart({ name, tests, packages, whyMissing }: Part): boolean {
  const isLinux = process.platform === 'linux';
  if (isLinux && whyMissing() !== undefined) installPackages(...packages);
  const missing = whyMissing();
  if (missing === undefined) {
    console.log(`${name} is available.`);
    return true;
  }
  console.log(`${name} is missing: ${missing}.`);
  if (isLinux) {
    if (process.getuid?.() !== 0) console.log('Packages are installed automatically only as root.');
    console.log(`On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`);
  }
  if (isLinux && process.env['CI']) {
    console.log(`CI is set, so this is an error; without CI ${tests} would be skipped.`);
    return false;
  }
  console.log(`SKIPPED BECAUSE OF THAT: ${tests}.`);
  return true;
}
