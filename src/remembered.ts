/**
 * What this browser remembers between visits: choices only, never state. Storage may be forbidden
 * (private windows, blocked site data) or hold what an older version wrote: both read as nothing
 * remembered, and nothing is lost but the convenience.
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
  | 'mirror';

/** @returns what was remembered, unchecked, or `undefined` */
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
    // Not remembered: the guest chooses again next time.
  }
}
