/**
 * All keyboard shortcuts of the room. For a new shortcut add a line here, a description in `shortcuts` of `panelEn.ts`
 * and `panelJa.ts`, and `useShortcut` in the component of the corresponding button.
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

/** The members of a browser's keyboard event that shortcuts use. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'isComposing'
>;

/**
 * The shortcut that a key press stands for, or `undefined`. Keys with Ctrl, Meta or Alt are none, because they belong
 * to the browser and the operating system.
 */
export function matchShortcut(press: KeyPress): ShortcutName | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return undefined;
  const key = letterOf(press);
  return shortcutNames.find((name) => shortcuts[name].key === key);
}

export const shortcutNames = Object.keys(shortcuts).filter(isShortcutName);

function isShortcutName(name: string): name is ShortcutName {
  return name in shortcuts;
}

/**
 * The letter on the pressed key. On keyboard layouts without Latin letters (kana, Cyrillic) it is the Latin letter of
 * the key in the same position.
 */
function letterOf({ key, code }: KeyPress): string {
  const isOtherScript = key.length === 1 && key > '\u007F';
  return (isOtherScript && code.startsWith('Key') ? code.slice(3) : key).toLowerCase();
}
