import { createListeners, type Followed } from '../listeners.ts';
import type { AnnouncementKind } from './announcements.ts';

/** A short message over the stage about what others have just done. There is at most one of each kind. */
export interface Toast {
  kind: AnnouncementKind;
  /** Names of the participants whom the toast is about, each once. */
  names: readonly string[];
  /** The newest message, the newest file's name, or the emojis of reactions; empty for other kinds. */
  text: string;
}

/** How long a toast is shown after its last change. */
const shownMs = 4000;

/** Number of toasts that are shown at the same time. A further one replaces the oldest. */
const maxShown = 3;

/** Kinds of toasts that also guests see who have turned toasts off. */
const lasting = new Set<AnnouncementKind>(['hand', 'message', 'file']);

/** The toasts that are shown now, oldest first. */
export interface Toasts extends Followed<readonly Toast[]> {
  /** Shows a toast, or adds to the toast of this kind that is shown already. */
  add: (kind: AnnouncementKind, names: readonly string[], text?: string) => void;
  /** Keeps all toasts while the guest points at one or has the focus in one, and for four seconds after that. */
  hold: (isHeld: boolean) => void;
  closeAll: () => void;
}

/**
 * Creates the toasts.
 *
 * @param isWanted whether the guest wants toasts about people who join, leave and react
 */
export function createToasts(isWanted: () => boolean): Toasts {
  let shown: readonly Toast[] = [];
  let isHeld = false;
  const timers = new Map<AnnouncementKind, ReturnType<typeof setTimeout>>();
  const { subscribe, tellAll } = createListeners();

  function set(next: readonly Toast[]): void {
    shown = next;
    tellAll();
  }

  function startTimer(kind: AnnouncementKind): void {
    clearTimeout(timers.get(kind));
    const close = () => set(shown.filter((toast) => toast.kind !== kind));
    if (!isHeld) timers.set(kind, setTimeout(close, shownMs));
  }

  function hold(next: boolean): void {
    isHeld = next;
    for (const { kind } of shown) startTimer(kind);
  }

  return {
    getState: () => shown,
    subscribe,
    add(kind, names, text = '') {
      if (names.length === 0 || !(lasting.has(kind) || isWanted())) return;
      const before = shown.find((toast) => toast.kind === kind);
      const toast =
        before && kind !== 'message' && kind !== 'file'
          ? {
              kind,
              names: [...new Set([...before.names, ...names])],
              text: before.text.includes(text) ? before.text : before.text + text,
            }
          : { kind, names, text };
      set(
        before
          ? shown.map((other) => (other === before ? toast : other))
          : [...shown, toast].slice(-maxShown),
      );
      startTimer(kind);
    },
    hold,
    closeAll() {
      set([]);
      hold(false);
    },
  };
}
