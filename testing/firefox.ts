import { findProgram } from './findProgram.ts';

/** Finds the Firefox that FIREFOX_PATH names, else the system's. */
export function findFirefox(): string | undefined {
  return (
    process.env['FIREFOX_PATH'] ??
    findProgram(['firefox-esr', 'firefox'], ['/Applications/Firefox.app/Contents/MacOS/firefox'])
  );
}
