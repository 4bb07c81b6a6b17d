import type { CarriedOver } from './page/carriedOver.ts';
import {
  cancellingAttribute,
  composingAttribute,
  findPageFiles,
  findPart,
  findShownLobby,
  joinedAtAttribute,
  joiningAttribute,
} from './page/parts.ts';
import { parseVisibleName } from '../../common/displayName.ts';

const joinTaken = 'first-room:join';
const joinTakenBack = 'first-room:cancel';

/**
 * For the script in index.html: a click on Join is taken down, and looks like it, until it is taken back. Without a name it leads to the field.
 * A click before the page reloaded itself counts.
 */
export function takeDownJoin(lobby: HTMLElement, field: HTMLInputElement): void {
  const join = findPart(lobby, 'join');
  const cancel = findPart(lobby, 'cancel');
  if (!join || !cancel) return;
  const before = [join.textContent, cancel.textContent] as const;
  const after = [lobby.getAttribute(joiningAttribute), lobby.getAttribute(cancellingAttribute)] as const;

  const follow = (isJoining: boolean): void => {
    if (isJoining) lobby.setAttribute(joinedAtAttribute, String(performance.now()));
    else lobby.removeAttribute(joinedAtAttribute);
    join.ariaDisabled = String(isJoining);
    cancel.disabled = !isJoining;
    [join.textContent, cancel.textContent] = isJoining ? after : before;
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
  const lobby = findShownLobby();
  const field = findPart(lobby, 'name');
  if (!lobby || !field) return undefined;
  return {
    ...globalThis.firstCarried,
    name: field.value,
    isJoining: lobby.hasAttribute(joinedAtAttribute),
    isTyping: document.activeElement === field,
  };
}

/** Handles a click on Join in the lobby of index.html: `onJoin` runs with the guest's name at the click, or now if it has been. */
export function onFirstLobby({
  onJoin,
  onCancel,
}: {
  onJoin: (name: string, clickedAtMs: number) => void;
  onCancel: () => void;
}): void {
  function look(): void {
    const lobby = findShownLobby();
    const name = parseVisibleName(findPart(lobby, 'name')?.value ?? '');
    const joinedAtMs = lobby?.getAttribute(joinedAtAttribute) ?? undefined;
    if (name !== undefined && joinedAtMs !== undefined) onJoin(name, Number(joinedAtMs));
  }
  addEventListener(joinTaken, look);
  addEventListener(joinTakenBack, onCancel);
  look();
}

/** Has the browser fetch, and not run, what draws the page (build/preloadConnection.ts). */
export function fetchPage(): void {
  const files = findPageFiles();
  if (files) document.head.append(files.content);
}

/** What the guest has done in it while the app was on its way. */
interface Typed {
  name: string;
  /** Where the cursor is, if it is in the field. */
  selection: readonly [number | null, number | null] | undefined;
}

/** For the script in index.html: tells `typedSoFar` while a word is being composed. */
export function followComposing(field: HTMLInputElement): void {
  field.addEventListener('compositionstart', () => field.setAttribute(composingAttribute, ''));
  field.addEventListener('compositionend', () => field.removeAttribute(composingAttribute));
}

/** Waits for the end of a word that is being composed, as in Japanese: it would be lost with the field. */
export async function typedSoFar(): Promise<Typed | undefined> {
  const field = findPart(findShownLobby(), 'name');
  if (!field) return undefined;
  if (field.hasAttribute(composingAttribute)) {
    await new Promise((resolve) => field.addEventListener('compositionend', resolve, { once: true }));
  }
  const { value: name, selectionStart, selectionEnd } = field;
  return { name, selection: document.activeElement === field ? [selectionStart, selectionEnd] : undefined };
}

/** The name's, once it has taken the place of the first lobby's. */
const nameField = () => findPart(document, 'name');

/** Whether the cursor is in the name's field, once the app's own lobby is there. */
export function isTypingName(): boolean {
  const field = nameField();
  return Boolean(field) && document.activeElement === field;
}

/** Puts the cursor where it was, in the field that has taken the other's place. */
export function goOnTyping(selection: Typed['selection']): void {
  if (!selection) return;
  const field = nameField();
  field?.focus();
  field?.setSelectionRange(...selection);
}
