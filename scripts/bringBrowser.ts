import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium, findHeadlessShell } from '../testing/chromium.ts';
import { findFirefox } from '../testing/firefox.ts';

const root = join(import.meta.dirname, '..');

/**
 * Time limit (ms) for a connection to one of Playwright's download hosts. Playwright tries several, by default for 30 s
 * each.
 */
const connectMs = '10000';

interface BrowserKind {
  name: string;
  find: () => string | undefined;
  /** Arguments that make the browser print its version, to check that it starts. */
  version: string[];
  sources: { name: string; install: () => boolean }[];
  advice: string;
}

const kinds = {
  chromium: {
    name: 'Chromium',
    find: findChromium,
    version: ['--version', '--no-sandbox'],
    sources: [
      { name: "Playwright's download", install: downloadChromium },
      {
        name: "Debian's package",
        install: () => installPackages('chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'),
      },
    ],
    advice:
      'Install Chromium or Google Chrome by hand, or run `npx playwright install --with-deps chromium`.',
  },
  firefox: {
    name: 'Firefox',
    find: findFirefox,
    version: ['--version'],
    sources: [{ name: "Debian's package", install: () => installPackages('firefox-esr') }],
    advice: 'Install Firefox by hand; if it is not on PATH, FIREFOX_PATH names it.',
  },
} satisfies Record<string, BrowserKind>;

/**
 * Finds a browser for the e2e tests, or installs it.
 *
 * @returns its path, or a message that says how to get one
 */
export function bringBrowser(
  kind: keyof typeof kinds,
): { ok: true; path: string } | { ok: false; advice: string } {
  const browser: BrowserKind = kinds[kind];
  const found = findWorking(browser);
  if (found) return { ok: true, path: found };
  for (const source of browser.sources) {
    console.log(`${browser.name}: trying ${source.name} …`);
    const path = source.install() ? findWorking(browser) : undefined;
    if (path) return { ok: true, path };
  }
  const tried = browser.sources.map(({ name }) => name).join(' or ');
  return {
    ok: false,
    advice: `There is no ${browser.name} that starts, and it could not be installed by ${tried}.\n${browser.advice}`,
  };
}

function findWorking({ find, version }: BrowserKind): string | undefined {
  const path = find();
  return path !== undefined && run(path, version, 'ignore') ? path : undefined;
}

function downloadChromium(): boolean {
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  return run(process.execPath, [cli, 'install', 'chromium', '--no-shell'], 'inherit', {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: connectMs,
  });
}

/**
 * Finds or installs Chromium's headless shell, for tests that need no window. The shell is only installed on Debian,
 * beside Debian's Chromium. Where there is no shell, these tests run in the full Chromium.
 *
 * @returns its path, or 'none'
 */
export function bringHeadlessShell(): string {
  const isDebians = findChromium() === '/usr/bin/chromium';
  // Installs Debian's packages of Chromium and of its headless shell together, because each needs exactly the other's
  // version.
  if (isDebians && findHeadlessShell() === findChromium())
    installPackages('chromium', 'chromium-headless-shell');
  return findHeadlessShell() ?? 'none';
}

/**
 * Installs Debian or Ubuntu packages, but only as root on a system with apt.
 *
 * @returns whether the packages are installed
 */
export function installPackages(...packages: string[]): boolean {
  return (
    process.getuid?.() === 0 &&
    run('apt-get', ['update', '-q']) &&
    run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages])
  );
}

function run(
  command: string,
  args: string[],
  stdio: 'inherit' | 'ignore' = 'inherit',
  environment: Record<string, string> = {},
): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...environment };
  return spawnSync(command, args, { cwd: root, stdio, env }).status === 0;
}
