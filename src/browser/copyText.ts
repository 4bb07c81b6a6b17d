/**
 * Copies a text to the clipboard. To be called at a click.
 *
 * @returns whether that worked: insecure pages have no clipboard API, and browsers and in-app browsers may refuse it
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
