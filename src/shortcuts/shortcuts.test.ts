import { expect, test } from 'vitest';
import { matchShortcut, shortcutNames, shortcuts, type KeyPress } from './shortcuts.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    repeat: false,
    isComposing: false,
    ...more,
  };
}

test('letters are shortcuts, small or capital', () => {
  expect(matchShortcut(press('m'))).toBe('microphone');
  expect(matchShortcut(press('V'))).toBe('camera');
  expect(matchShortcut(press('?'))).toBe('help');
  expect(matchShortcut(press(' '))).toBe('talk');
});

test('other keys are not shortcuts', () => {
  expect(matchShortcut(press('Enter'))).toBeUndefined();
  expect(matchShortcut(press('1'))).toBeUndefined();
});

test.each(['ctrlKey', 'metaKey', 'altKey', 'repeat', 'isComposing'] as const)(
  'no shortcut fires while %s is set',
  (name) => {
    expect(matchShortcut(press('m', { [name]: true }))).toBeUndefined();
  },
);

test('on a keyboard without Latin letters the position of the key counts', () => {
  expect(matchShortcut(press('も', { code: 'KeyM' }))).toBe('microphone');
  expect(matchShortcut(press('ь', { code: 'KeyM' }))).toBe('microphone');
  expect(
    matchShortcut(press(',', { code: 'KeyM' })),
    'the comma of a French keyboard, in the position of M',
  ).toBeUndefined();
});

test('each shortcut has its own key', () => {
  const keys = shortcutNames.map((name) => shortcuts[name].key);
  expect(new Set(keys).size).toBe(keys.length);
});
