/** Parses JSON from outside, which may be anything. @returns the value without validation, or `undefined` if it is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
