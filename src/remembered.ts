import { parseJson } from '../common/parseJson.ts';
import { readStored, writeStored } from './storedText.ts';

/**
 * Choices that this browser remembers between sessions. If storage is blocked (private windows, blocked site data) or contains invalid data, nothing
 * is remembered.
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
  | 'mirror';

/** @returns the remembered value without validation, or `undefined` */
export function readRemembered(key: RememberedKey): unknown {
  return parseJson(readStored(() => localStorage, prefix + key) ?? '');
}

export function remember(key: RememberedKey, value: unknown): void {
  writeStored(() => localStorage, prefix + key, JSON.stringify(value));
}
