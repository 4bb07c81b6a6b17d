import { readRemembered, remember } from '../remembered.ts';

/** The name under which this browser joined last, or an empty text. */
export function readName(): string {
  const remembered = readRemembered('name');
  return typeof remembered === 'string' ? remembered : '';
}

export function rememberName(name: string): void {
  remember('name', name);
}
