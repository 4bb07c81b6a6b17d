import { expect, test } from 'vitest';
import { followTalkKey } from './followTalkKey.ts';

/** A fake page with a muted guest. A test can put the focus into a control or a text field. */
function openPage() {
  const window = new EventTarget();
  const document = new EventTarget();
  const focus = { isInControl: false, isInField: false };
  const microphone = { isOn: false };
  const calls: string[] = [];
  const stop = followTalkKey(
    {
      window,
      document,
      takesShortcuts: () => !focus.isInField,
      isInControl: () => focus.isInControl,
      isMicrophoneOn: () => microphone.isOn,
    },
    { press: () => calls.push('press'), release: () => calls.push('release') },
  );
  /**
   * Dispatches an event.
   *
   * @returns whether the browser would also do what it does by itself, such as scrolling or clicking a button
   */
  const happen = (name: string, key?: { key: string; repeat?: boolean }) =>
    window.dispatchEvent(
      Object.assign(new Event(name, { cancelable: true }), { code: '', repeat: false, ...key }),
    );
  const hide = () => document.dispatchEvent(new Event('visibilitychange'));
  return { focus, microphone, calls, stop, happen, hide };
}

const space = { key: ' ' };

test('the microphone is on from pressing Space until releasing it, and neither scrolls or clicks', () => {
  const { calls, happen } = openPage();
  expect(happen('keydown', space)).toBe(false);
  expect(calls).toEqual(['press']);
  expect(happen('keydown', { key: ' ', repeat: true })).toBe(false);
  expect(happen('keyup', { key: 'a' })).toBe(true);
  expect(calls).toEqual(['press']);
  expect(happen('keyup', space)).toBe(false);
  expect(calls).toEqual(['press', 'release']);
});

test('Space stops talking when the window loses the focus, when the page is hidden, and when the following stops', () => {
  const { calls, stop, happen, hide } = openPage();
  for (const interrupt of [() => happen('blur'), hide, stop]) {
    calls.length = 0;
    happen('keydown', space);
    interrupt();
    expect(calls).toEqual(['press', 'release']);
  }
  happen('keydown', space);
  expect(calls).toEqual(['press', 'release']);
});

test('on a control that got the focus by keyboard Space keeps its own action, and on one that was clicked it does not', () => {
  const { focus, calls, happen } = openPage();
  focus.isInControl = true;
  expect(happen('keydown', space)).toBe(true);
  expect(calls).toEqual([]);
  happen('pointerdown');
  happen('keydown', space);
  happen('keyup', space);
  expect(calls).toEqual(['press', 'release']);
  for (const key of ['Tab', 'ArrowRight']) {
    happen('pointerdown');
    happen('keydown', { key });
    expect({ key, isLeftToTheBrowser: happen('keydown', space) }).toEqual({ key, isLeftToTheBrowser: true });
  }
});

test('Space does nothing in a text field, and while the microphone is on it only does not scroll', () => {
  const { focus, microphone, calls, happen } = openPage();
  focus.isInField = true;
  expect(happen('keydown', space)).toBe(true);
  focus.isInField = false;
  microphone.isOn = true;
  expect(happen('keydown', space)).toBe(false);
  happen('keyup', space);
  expect(calls).toEqual([]);
});
