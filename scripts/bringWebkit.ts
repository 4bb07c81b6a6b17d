import { whyNoWebkit, webkitPackages } from '../e2e/webkit/programs.ts';
import { installPackages } from './bringBrowser.ts';

/**
 * WebKitGTK, the third engine, with its driver and a display without a screen; brought here if they are missing. Where they can't be had,
 * as on macOS, the tests in it are skipped, and counted as such.
 */
export function bringWebkit(): boolean {
  if (process.platform === 'linux' && whyNoWebkit() !== undefined) {
    installPackages(...Object.values(webkitPackages));
  }
  const missing = whyNoWebkit();
  console.log(
    missing === undefined ? 'WebKitGTK is here' : `THE TESTS IN WEBKIT WILL BE SKIPPED: ${missing}`,
  );
  return true;
}
