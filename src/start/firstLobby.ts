import type { CarriedOver } from './page/carriedOver.ts';
import type { Language } from '../messages/language.ts';
import { parseVisibleName } from '../../token/displayName.ts';

const joinTaken = 'first-room:join';
const joinTakenBack = 'first-room:cancel';

/** The lobby that stands in index.html, in this language. */
export function firstLobby(language: Language): HTMLElement | null {
  return document.querySelector(`[data-first-lobby=${language}]`);
}

/** The same while it is seen. */
function seenLobby(): HTMLElement | null {
  return document.querySelector('[data-first-lobby]:not([hidden])');
}

/** What is seen before the room is drawn, in this language: src/pages/EarlyVideo.tsx. */
export function earlyVideoIn(language: Language): HTMLElement | null {
  return document.querySelector(`[data-early-video=${language}]`);
}

/**
 * For the script in index.html: a click on Join is taken down, and looks like it, until it is taken back. Without a name it leads to the field.
 * A click before the page reloaded itself counts.
 */
export function takeDownJoin(lobby: HTMLElement, field: HTMLInputElement): void {
  const [join, cancel] = lobby.querySelectorAll<HTMLButtonElement>('[type=submit], [type=submit] + button');
  if (!join || !cancel) return;
  const { joining = '', cancelling = '' } = lobby.dataset;
  const before = [join.textContent, cancel.textContent] as const;

  const follow = (isJoining: boolean): void => {
    if (isJoining) lobby.dataset['joinedAtMs'] = String(performance.now());
    else delete lobby.dataset['joinedAtMs'];
    join.ariaDisabled = String(isJoining);
    cancel.disabled = !isJoining;
    [join.textContent, cancel.textContent] = isJoining ? [joining, cancelling] : before;
    dispatchEvent(new Event(isJoining ? joinTaken : joinTakenBack));
  };

  lobby.addEventListener('submit', (event) => {
    event.preventDefault();
    // The app looks closer, once it is there.
    if (field.value.trim() === '') field.focus();
    else if (join.ariaDisabled !== 'true') follow(true);
  });
  cancel.addEventListener('click', () => {
    follow(false);
    join.focus();
  });

  const carried = globalThis.firstCarried;
  if (carried?.isJoining) follow(true);
  if (carried?.isTyping) field.focus();
}

/** For when the page has to be loaded anew; `undefined` once the app's own lobby is there. */
export function carryFirstLobby(): CarriedOver | undefined {
  const lobby = seenLobby();
  const field = lobby?.querySelector('input');
  if (!lobby || !field) return undefined;
  return {
    ...globalThis.firstCarried,
    name: field.value,
    isJoining: 'joinedAtMs' in lobby.dataset,
    isTyping: document.activeElement === field,
  };
}

/** What becomes of the first lobby's click on Join: `onJoin` with the guest's name runs at it, or now if it has been. */
export function onFirstLobby({
  onJoin,
  onCancel,
}: {
  onJoin: (name: string, clickedAtMs: number) => void;
  onCancel: () => void;
}): void {
  function look(): void {
    const lobby = seenLobby();
    const name = parseVisibleName(lobby?.querySelector('input')?.value ?? '');
    const joinedAtMs = lobby?.dataset['joinedAtMs'];
    if (name !== undefined && joinedAtMs !== undefined) onJoin(name, Number(joinedAtMs));
  }
  addEventListener(joinTaken, look);
  addEventListener(joinTakenBack, onCancel);
  look();
}

/** Has the browser fetch, and not run, what draws the page (build/preloadConnection.ts). */
export function fetchPage(): void {
  const files = document.querySelector<HTMLTemplateElement>('template[data-page]');
  if (files) document.head.append(files.content);
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

/** The name's, once it has taken the place of the first lobby's. */
const nameField = () => document.querySelector('input');

/** Whether the cursor is in the name's field, once the app's own lobby is there. */
export function isTypingName(): boolean {
  return document.activeElement === nameField();
}

/** Puts the cursor where it was, in the field that has taken the other's place. */
export function goOnTyping(selection: Typed['selection']): void {
  if (!selection) return;
  const field = nameField();
  field?.focus();
  field?.setSelectionRange(...selection);
}
