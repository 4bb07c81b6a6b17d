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

test('a key that means nothing is left alone', () => {
  expect(matchShortcut(press('Enter'))).toBeUndefined();
  expect(matchShortcut(press('1'))).toBeUndefined();
});

test.each(['ctrlKey', 'metaKey', 'altKey', 'repeat', 'isComposing'] as const)(
  'no shortcut fires while %s is set',
  (name) => {
    expect(matchShortcut(press('m', { [name]: true }))).toBeUndefined();
  },
);

test('a keyboard without Latin letters goes by the place of the key', () => {
  expect(matchShortcut(press('も', { code: 'KeyM' }))).toBe('microphone');
  expect(matchShortcut(press('ь', { code: 'KeyM' }))).toBe('microphone');
  expect(matchShortcut(press(',', { code: 'KeyM' })), 'a French comma is a comma').toBeUndefined();
});

test('no key means two things', () => {
  const keys = shortcutNames.map((name) => shortcuts[name].key);
  expect(new Set(keys).size).toBe(keys.length);
});
