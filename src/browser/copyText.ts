/**
 * Copies a text to the clipboard. Must be called in a click handler.
 *
 * @returns whether the text was copied: insecure pages (HTTP) have no clipboard API, and browsers and in-app browsers
 *   may refuse to copy
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
