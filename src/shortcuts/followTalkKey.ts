import { matchShortcut, shortcuts } from './shortcuts.ts';
import type { PushToTalk } from '../media/own/pushToTalk.ts';

/** The page, and what it knows about the guest; passed in, so that tests need no browser. */
interface TalkPage {
  window: Pick<Window, 'addEventListener'>;
  document: EventTarget;
  /** Whether a key that is pressed on this element may be a shortcut (takesShortcuts.ts). */
  takesShortcuts: (target: EventTarget | null) => boolean;
  /** Whether Space has an effect of its own on this element. */
  isInControl: (target: EventTarget | null) => boolean;
  isMicrophoneOn: () => boolean;
}

/**
 * Turns the microphone on while the guest holds Space. On a control that got the focus by keyboard, Space keeps its
 * default action; on a control that was clicked, Space turns the microphone on.
 *
 * @returns stops listening, and turns the microphone off if the guest holds Space
 */
export function followTalkKey(page: TalkPage, talk: PushToTalk): () => void {
  let isHeld = false;
  let isClicked = false;

  function belongsToControl(target: EventTarget | null): boolean {
    return !page.takesShortcuts(target) || (!isClicked && page.isInControl(target));
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) isClicked = false;
    // While the guest holds Space, the browser repeats the key press. The repeats must neither scroll nor click.
    if (isHeld && event.key === shortcuts.talk.key) event.preventDefault();
    if (matchShortcut(event) !== 'talk' || event.defaultPrevented || belongsToControl(event.target)) return;
    event.preventDefault();
    if (page.isMicrophoneOn()) return;
    isHeld = true;
    talk.press();
  }

  function stopTalking(): void {
    if (isHeld) talk.release();
    isHeld = false;
  }

  function release(event: KeyboardEvent): void {
    if (event.key !== shortcuts.talk.key || !isHeld) return;
    // Keeps Firefox from clicking the focused button when the guest releases Space.
    event.preventDefault();
    stopTalking();
  }

  function click(): void {
    isClicked = true;
  }

  const stop = new AbortController();
  const { signal } = stop;
  page.window.addEventListener('keydown', press, { signal });
  page.window.addEventListener('keyup', release, { signal });
  page.window.addEventListener('pointerdown', click, { signal });
  page.window.addEventListener('blur', stopTalking, { signal });
  page.document.addEventListener('visibilitychange', stopTalking, { signal });
  return () => {
    stop.abort();
    stopTalking();
  };
}
