import { findProgram } from './findProgram.ts';

/** The system's Firefox, or the one that FIREFOX_PATH names. */
export function findFirefox(): string | undefined {
  return (
    process.env['FIREFOX_PATH'] ??
    findProgram(['firefox-esr', 'firefox'], ['/Applications/Firefox.app/Contents/MacOS/firefox'])
  );
}
