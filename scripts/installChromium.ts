import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from '../e2e/chromium.ts';

const root = join(import.meta.dirname, '..');

/** Playwright's own patience is 30 s for each of several hosts. */
const connectMs = '10000';

/**
 * The Chromium that the stories run in; brought here if there is none: Playwright's build, else Debian's
 * package where that may be installed.
 *
 * @returns its path, or the sentences that say how to get one
 */
export function installChromium(): { ok: true; path: string } | { ok: false; advice: string } {
  const tried: string[] = [];
  for (const [name, install] of ways) {
    const path = findChromium();
    const works = path !== undefined && run(path, ['--version', '--no-sandbox'], 'ignore');
    if (works) return { ok: true, path };
    console.log(`Chromium: trying ${name} …`);
    if (!install()) tried.push(name);
  }
  const path = findChromium();
  if (path && run(path, ['--version', '--no-sandbox'], 'ignore')) return { ok: true, path };
  return {
    ok: false,
    advice: `There is no Chromium that starts, and it could not be installed by ${tried.join(' or ')}.
Install Chromium or Google Chrome by hand, or run \`npx playwright install --with-deps chromium\`.`,
  };
}

const ways: [string, () => boolean][] = [
  [
    "Playwright's download",
    () =>
      run(
        process.execPath,
        [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium', '--no-shell'],
        'inherit',
        { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: connectMs },
      ),
  ],
  [
    "Debian's package",
    () =>
      process.getuid?.() === 0 &&
      run('apt-get', ['update', '-q']) &&
      run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']),
  ],
];

function run(
  command: string,
  args: string[],
  stdio: 'inherit' | 'ignore' = 'inherit',
  environment: Record<string, string> = {},
): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...environment };
  return spawnSync(command, args, { cwd: root, stdio, env }).status === 0;
}
