/**
 * Every keyboard shortcut of the room. A new one is a line here, a sentence in
 * `shortcuts` of `panelEn.ts` and `panelJa.ts`, and `useShortcut` beside the button that does the same.
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

/** A key as the browser tells of it. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing'
>;

/** The shortcut that was pressed. Keys with Ctrl, Meta or Alt belong to the browser and the system. */
export function matchShortcut(press: KeyPress): ShortcutName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return undefined;
  const key = letterOf(press);
  return shortcutNames.find((name) => shortcuts[name].key === key);
}

export const shortcutNames = Object.keys(shortcuts).filter(isShortcutName);

function isShortcutName(name: string): name is ShortcutName {
  return name in shortcuts;
}

/** The letter on the key; by its place where the layout has no Latin letters (kana, Cyrillic). */
function letterOf({ key, code }: KeyPress): string {
  const isOtherScript = key.length === 1 && key > '\u007F';
  return (isOtherScript && code.startsWith('Key') ? code.slice(3) : key).toLowerCase();
}
