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
 * For the inline script in index.html: records a click on Join and shows the joining state, until the guest cancels. If
 * the name field is empty, a click moves the focus to the field instead. A click that came before the page reloaded
 * itself counts as well.
 */
export function recordJoin(lobby: HTMLElement, field: HTMLInputElement): void {
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
    // Only an empty name is caught here; the app validates the name once it has loaded.
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

/**
 * The guest's input in the lobby of index.html, to keep over a reload of the page; `undefined` after React has replaced
 * that lobby.
 */
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

/**
 * Calls `onJoin` with the guest's name at a click on Join in the lobby of index.html; at once if the guest has clicked
 * already.
 */
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

/** Preloads the files that render the page, without running them (build/preloadConnection.ts). */
export function fetchPage(): void {
  const files = findPageFiles();
  if (files) document.head.append(files.content);
}

/** Input of the guest in the lobby of index.html before the app had loaded. */
interface Typed {
  name: string;
  /** The selected text range of the name field, if the field has the focus. */
  selection: readonly [number | null, number | null] | undefined;
}

/**
 * For the inline script in index.html: marks the name field while an IME composes text, so that `typedSoFar` can wait
 * for the end.
 */
export function followComposing(field: HTMLInputElement): void {
  field.addEventListener('compositionstart', () => field.setAttribute(composingAttribute, ''));
  field.addEventListener('compositionend', () => field.removeAttribute(composingAttribute));
}

/**
 * The guest's input in the lobby of index.html so far. Waits while an IME composes text, as in Japanese, because that
 * text would be lost when React replaces the field.
 */
export async function typedSoFar(): Promise<Typed | undefined> {
  const field = findPart(findShownLobby(), 'name');
  if (!field) return undefined;
  if (field.hasAttribute(composingAttribute)) {
    await new Promise((resolve) => field.addEventListener('compositionend', resolve, { once: true }));
  }
  const { value: name, selectionStart, selectionEnd } = field;
  return { name, selection: document.activeElement === field ? [selectionStart, selectionEnd] : undefined };
}

/** The name field of the lobby that React rendered, once that lobby has replaced the one of index.html. */
const nameField = () => findPart(document, 'name');

/** Whether the name field of the lobby that React rendered has the focus. */
export function isTypingName(): boolean {
  const field = nameField();
  return Boolean(field) && document.activeElement === field;
}

/** Restores focus and selection in the name field of the lobby that React rendered. */
export function goOnTyping(selection: Typed['selection']): void {
  if (!selection) return;
  const field = nameField();
  field?.focus();
  field?.setSelectionRange(...selection);
}
