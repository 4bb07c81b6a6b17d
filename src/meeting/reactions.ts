import { RoomEvent, type RemoteParticipant, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../listeners.ts';
import type { Names } from './names.ts';

const topic = 'first-room.reaction';

export const emojis = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const;

export type Emoji = (typeof emojis)[number];

interface Reaction {
  key: number;
  identity: string;
  emoji: Emoji;
}

/** How long a reaction is shown on a tile. */
const shownMs = 4000;

/** Number of reactions of one participant that are shown at the same time. */
const maxShown = 3;

/** The reactions that tiles show now. */
export interface Reactions extends Followed<readonly Reaction[]> {
  /**
   * Shows a reaction for some seconds.
   *
   * @returns false if too many reactions of this participant are shown already
   */
  show: (identity: string, emoji: Emoji) => boolean;
  /** Shows a reaction on the guest's own tile, and sends it to the attached room. */
  send: (emoji: Emoji) => void;
  /**
   * Shows the reactions of others in this room.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
}

/**
 * Creates the reactions for all rooms of a page.
 *
 * @param onReaction called with the name of another participant who reacts
 */
export function createReactions(names: Names, onReaction: (name: string, emoji: Emoji) => void): Reactions {
  let room: Room | undefined;
  let shown: readonly Reaction[] = [];
  let nextKey = 0;
  const { subscribe, tellAll } = createListeners();

  function set(next: readonly Reaction[]): void {
    shown = next;
    tellAll();
  }

  function show(identity: string, emoji: Emoji): boolean {
    if (shown.filter((reaction) => reaction.identity === identity).length >= maxShown) return false;
    const reaction = { key: nextKey, identity, emoji };
    nextKey += 1;
    set([...shown, reaction]);
    setTimeout(() => set(shown.filter((other) => other !== reaction)), shownMs);
    return true;
  }

  return {
    getState: () => shown,
    subscribe,
    show,
    send(emoji) {
      if (!room) return;
      const { localParticipant } = room;
      if (!show(localParticipant.identity, emoji)) return;
      // The reaction is sent unreliably, because one that arrives late is useless.
      void localParticipant.publishData(writeReaction(emoji), { reliable: false, topic }).catch(() => {});
    },
    attach(next) {
      room = next;
      const onData = (
        payload: Uint8Array,
        sender?: RemoteParticipant,
        _kind?: unknown,
        sentTopic?: string,
      ) => {
        const emoji = sentTopic === topic ? readReaction(payload) : undefined;
        if (sender && emoji && show(sender.identity, emoji))
          onReaction(names.textIn(next, sender.identity), emoji);
      };
      next.on(RoomEvent.DataReceived, onData);
      return () => {
        room = undefined;
        next.off(RoomEvent.DataReceived, onData);
      };
    },
  };
}

/** Reads a reaction from received data; `undefined` for anything but the app's own emojis. */
export function readReaction(payload: Uint8Array): Emoji | undefined {
  if (payload.byteLength > 16) return undefined;
  const text = new TextDecoder().decode(payload);
  return emojis.find((emoji) => emoji === text);
}

export function writeReaction(emoji: Emoji): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(emoji);
}
