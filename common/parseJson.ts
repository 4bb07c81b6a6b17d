/**
 * Parses a text from outside as JSON, without validating the value.
 *
 * @returns the value, or `undefined` if the text is not JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
