import { spawn } from 'node:child_process';
import { failed, success, type Result } from '../common/result.ts';

interface Surroundings {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** Whether the output goes to a terminal, so that a person sees it. */
  isTerminal: boolean;
}

/**
 * Finds the program that opens addresses in the person's browser.
 *
 * @returns its name, or the reason why no browser can be opened here
 */
export function browserOpener({ platform, environment, isTerminal }: Surroundings): Result<string, string> {
  if (!isTerminal || environment['CI']) return failed('nobody is at this terminal');
  if (environment['SSH_CONNECTION'] ?? environment['SSH_TTY']) return failed('this is an SSH session');
  if (platform === 'darwin') return success('open');
  if (platform !== 'linux') return failed('this system has no known way');
  const hasDisplay = environment['DISPLAY'] || environment['WAYLAND_DISPLAY'];
  return hasDisplay ? success('xdg-open') : failed('this session has no display');
}

/**
 * Opens an address in the person's browser. The promise never rejects.
 *
 * @returns the reason why the browser was not opened; `undefined` if it was, or if the program still runs after two
 * seconds, as `xdg-open` does when it starts the browser
 */
export function openBrowser(address: string, surroundings: Surroundings): Promise<string | undefined> {
  const opener = browserOpener(surroundings);
  if (!opener.ok) return Promise.resolve(opener.failure);
  const child = spawn(opener.value, [address], {
    env: surroundings.environment,
    detached: true,
    stdio: 'ignore',
  });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), 2000);
    const end = (problem?: string) => {
      clearTimeout(timer);
      resolve(problem);
    };
    child.once('error', () => end(`${opener.value} is not installed`));
    child.once('exit', (code) => end(code === 0 ? undefined : `${opener.value} found no browser`));
  });
}
