/**
 * Whether an input method editor (IME) handles this key: Enter accepts its suggestion, Escape discards it.
 *
 * Symptom: in Safari, discarding a Japanese suggestion with Escape closes the chat.
 * Cause: Safari ends the composition before it dispatches the key, so `isComposing` is false, and only `keyCode` 229
 * marks the key (https://bugs.webkit.org/show_bug.cgi?id=165004, still open in Safari 26).
 * Remove when: that bug is fixed; then `isComposing` is enough.
 */
export function isImeKey({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229;
}
