import { parseJson } from '../common/parseJson.ts';
import { readStored, writeStored } from './storedText.ts';

/**
 * Prefix of the names under which the browser remembers choices between sessions. If the storage is blocked (private
 * windows, blocked site data) or contains invalid data, nothing is remembered.
 */
const prefix = 'first-room:';

export type RememberedKey =
  | 'language'
  | 'name'
  | 'devices'
  | 'speaker'
  | 'sounds'
  | 'view'
  | 'shortcuts'
  | 'toasts'
  | 'notify'
  | 'mirror';

/**
 * Reads a remembered choice.
 *
 * @returns the value without validation; `undefined` if nothing is remembered
 */
export function readRemembered(key: RememberedKey): unknown {
  return parseJson(readStored(() => localStorage, prefix + key) ?? '');
}

export function remember(key: RememberedKey, value: unknown): void {
  writeStored(() => localStorage, prefix + key, JSON.stringify(value));
}
