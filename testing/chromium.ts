import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { findProgram } from './findProgram.ts';

/**
 * The browser that the stories run in: Playwright's own where it is installed, else the system's.
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
 * Chromium without windows, which takes a quarter less of the processor. It has no small window, no wake lock and no choice of a speaker, and answers no
 * question for a device. A page that is closed with its context does not hear of it.
 *
 * @returns the path of Debian's headless shell; where there is none, of the Chromium that has windows
 */
export function findHeadlessShell(): string | undefined {
  return findProgram(['chromium-headless-shell'], []) ?? findChromium();
}
