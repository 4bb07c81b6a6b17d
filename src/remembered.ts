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
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function remember(key: RememberedKey, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // The guest chooses again next time.
  }
}
