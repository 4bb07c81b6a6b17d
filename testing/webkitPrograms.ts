import { findProgram } from './findProgram.ts';

/**
 * Programs that the tests in WebKitGTK need, each with the name of its package in Debian and Ubuntu. The driver's
 * package also contains the browser, MiniBrowser.
 */
export const webkitPackages = { WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' } as const;

export interface WebkitPrograms {
  driver: string;
  display: string;
}

export function findWebkit(): WebkitPrograms | undefined {
  const [driver, display] = [findProgram(['WebKitWebDriver'], []), findProgram(['Xvfb'], [])];
  return driver !== undefined && display !== undefined ? { driver, display } : undefined;
}

/** Says why the tests in WebKitGTK can't run on this machine; `undefined` when they can. */
export function whyNoWebkit(): string | undefined {
  if (process.platform !== 'linux') return 'WebKitGTK with its driver exists for Linux only';
  if (findWebkit() !== undefined) return undefined;
  const missing = Object.keys(webkitPackages).filter((program) => findProgram([program], []) === undefined);
  return `no ${missing.join(' and no ')} on PATH`;
}
