/**
 * Whether an input method editor handles this key: Enter chooses a word, Escape drops one.
 *
 * Symptom: Escape that ends a Japanese word closes the chat in Safari. Cause: Safari ends the composition before it dispatches the key, so
 * `isComposing` is false; only `keyCode` 229 marks the key (https://bugs.webkit.org/show_bug.cgi?id=165004, still open in Safari 26).
 * Remove the second half when that bug is fixed.
 */
export function isImeKey({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229;
}
