import type { Language } from './messages/language.ts';
import { parseDisplayName } from '../token/displayName.ts';

const joinTaken = 'first-room:join';

/** The lobby that stands in index.html, in this language. */
export function firstLobby(language: Language): HTMLElement | null {
  return document.querySelector(`[data-first-lobby=${language}]`);
}

/** The same while it is seen. */
function seenLobby(): HTMLElement | null {
  return document.querySelector('[data-first-lobby]:not([hidden])');
}

/**
 * For the script in index.html: a click on Join is taken down, and looks like it. Without a name it leads to the field.
 */
export function takeDownJoin(lobby: HTMLElement, field: HTMLInputElement): void {
  lobby.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = lobby.querySelector('[type=submit]');
    if (parseDisplayName(field.value) === undefined) field.focus();
    else if (button && lobby.dataset['joinedAtMs'] === undefined) {
      lobby.dataset['joinedAtMs'] = String(performance.now());
      button.ariaDisabled = 'true';
      button.textContent = lobby.dataset['joining'] ?? '';
      dispatchEvent(new Event(joinTaken));
    }
  });
}

/** Runs with the guest's name at the click on Join in the first lobby, or now if it has been. */
export function onFirstJoin(run: (name: string, clickedAtMs: number) => void): void {
  function look(): void {
    const lobby = seenLobby();
    const name = parseDisplayName(lobby?.querySelector('input')?.value ?? '');
    const joinedAtMs = lobby?.dataset['joinedAtMs'];
    if (name !== undefined && joinedAtMs !== undefined) run(name, Number(joinedAtMs));
  }
  addEventListener(joinTaken, look);
  look();
}

/** What the guest has done in it while the app was on its way. */
interface Typed {
  name: string;
  /** Where the cursor is, if it is in the field. */
  selection: readonly [number | null, number | null] | undefined;
}

/** Waits for the end of a word that is being composed, as in Japanese: it would be lost with the field. */
export async function typedSoFar(): Promise<Typed | undefined> {
  const field = seenLobby()?.querySelector('input');
  if (!field) return undefined;
  if ('composing' in field.dataset) {
    await new Promise((resolve) => field.addEventListener('compositionend', resolve, { once: true }));
  }
  const { value: name, selectionStart, selectionEnd } = field;
  return { name, selection: document.activeElement === field ? [selectionStart, selectionEnd] : undefined };
}

/** Puts the cursor where it was, in the field that has taken the other's place. */
export function goOnTyping(selection: Typed['selection']): void {
  if (!selection) return;
  const field = document.querySelector('input');
  field?.focus();
  field?.setSelectionRange(...selection);
}
