import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { findProgram } from './findProgram.ts';

/**
 * Finds the Chromium for the tests: Playwright's own if it is installed, else the system's.
 *
 * @returns the path of its program, or `undefined` when there is none
 */
export function findChromium(): string | undefined {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  return findProgram(
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
  );
}

/**
 * Finds Chromium's headless shell, which takes a quarter less CPU time than the full Chromium. The shell has no
 * picture-in-picture window, no wake lock and no choice of a speaker, and never answers a permission prompt for a
 * device. A page that is closed with its context gets no `pagehide` event.
 *
 * @returns the path of Debian's headless shell; where there is none, of the Chromium that has windows
 */
export function findHeadlessShell(): string | undefined {
  return findProgram(['chromium-headless-shell'], []) ?? findChromium();
}
