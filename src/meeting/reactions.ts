import { createListeners, type Followed } from '../listeners.ts';

export const emojis = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const;

export type Emoji = (typeof emojis)[number];

export interface Reaction {
  key: number;
  identity: string;
  emoji: Emoji;
}

/** How long a reaction is seen. */
const shownMs = 4000;

/** Of one person at a time: who clicks on shows no more than this. */
const maxShown = 3;

/** The reactions seen now. A plain object. */
export interface Reactions extends Followed<readonly Reaction[]> {
  /** Shows it for some seconds. @returns whether there was room for it */
  show: (identity: string, emoji: Emoji) => boolean;
}

export function createReactions(): Reactions {
  let shown: readonly Reaction[] = [];
  let nextKey = 0;
  const { subscribe, tellAll } = createListeners();

  function set(next: readonly Reaction[]): void {
    shown = next;
    tellAll();
  }

  return {
    getState: () => shown,
    subscribe,
    show(identity, emoji) {
      if (shown.filter((reaction) => reaction.identity === identity).length >= maxShown) return false;
      const reaction = { key: nextKey, identity, emoji };
      nextKey += 1;
      set([...shown, reaction]);
      setTimeout(() => set(shown.filter((other) => other !== reaction)), shownMs);
      return true;
    },
  };
}

/** What somebody sent, who may send anything: one of ours, or nothing. */
export function readReaction(payload: Uint8Array): Emoji | undefined {
  if (payload.byteLength > 16) return undefined;
  const text = new TextDecoder().decode(payload);
  return emojis.find((emoji) => emoji === text);
}

export function writeReaction(emoji: Emoji): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(emoji);
}
