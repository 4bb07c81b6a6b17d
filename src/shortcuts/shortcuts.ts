/**
 * All keyboard shortcuts of the room. A new one needs a line here, a description in `shortcuts` of `panelEn.ts` and `panelJa.ts`, and `useShortcut` in
 * the component of the corresponding button.
 */
export const shortcuts = {
  microphone: { key: 'm' },
  camera: { key: 'v' },
  talk: { key: ' ' },
  hand: { key: 'h' },
  chat: { key: 'c' },
  pin: { key: 'p' },
  help: { key: '?' },
} as const;

export type ShortcutName = keyof typeof shortcuts;

/** The part of a browser's keyboard event that is used here. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing'
>;

/** The shortcut of a key press. Keys with Ctrl, Meta or Alt belong to the browser and the operating system. */
export function matchShortcut(press: KeyPress): ShortcutName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return undefined;
  const key = letterOf(press);
  return shortcutNames.find((name) => shortcuts[name].key === key);
}

export const shortcutNames = Object.keys(shortcuts).filter(isShortcutName);

function isShortcutName(name: string): name is ShortcutName {
  return name in shortcuts;
}

/** The letter on the key. On layouts without Latin letters (kana, Cyrillic), the Latin letter in the same position. */
function letterOf({ key, code }: KeyPress): string {
  const isOtherScript = key.length === 1 && key > '\u007F';
  return (isOtherScript && code.startsWith('Key') ? code.slice(3) : key).toLowerCase();
}
