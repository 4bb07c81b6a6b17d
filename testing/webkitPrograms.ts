import { findProgram } from './findProgram.ts';

/** Programs of the tests in WebKitGTK, each with Debian's and Ubuntu's package. The driver's package contains MiniBrowser. */
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
