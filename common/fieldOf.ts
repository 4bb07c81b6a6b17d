/**
 * Reads a field of a value from outside, which may be of any type.
 *
 * @returns `undefined` if the value is not an object, or has no such field
 */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
