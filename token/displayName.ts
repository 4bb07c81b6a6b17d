/** How many characters (Unicode code points) a display name may have. */
export const longestDisplayName = 60;

/**
 * Control characters, line and paragraph separators, and the characters that turn the direction of
 * the text around them (with which a name could disguise itself or disturb what stands beside it).
 */
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/**
 * The display name as it goes into the token: trimmed, 1 to 60 code points, nothing invisible that
 * moves text. Both the lobby and the token handler ask this one function.
 *
 * @returns the trimmed name, or `undefined` when it can't be one
 */
export function parseDisplayName(text: string): string | undefined {
  const name = text.trim();
  const length = Array.from(name).length;
  if (length < 1 || length > longestDisplayName || forbidden.test(name)) return undefined;
  return name;
}
