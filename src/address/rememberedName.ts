import { readRemembered, remember } from '../remembered.ts';

/** The name that was last used in this browser, or an empty string. */
export function readName(): string {
  const remembered = readRemembered('name');
  return typeof remembered === 'string' ? remembered : '';
}

export function rememberName(name: string): void {
  remember('name', name);
}
