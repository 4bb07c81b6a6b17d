import { RoomEvent, type RemoteParticipant, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../listeners.ts';
import { nameIn } from './names.ts';

const topic = 'first-room.reaction';

export const emojis = ['👍', '👏', '❤️', '😂', '😮', '🎉'] as const;

export type Emoji = (typeof emojis)[number];

interface Reaction {
  key: number;
  identity: string;
  emoji: Emoji;
}

/** How long a reaction is seen. */
const shownMs = 4000;

/** Of one person at a time: who clicks on shows no more than this. */
const maxShown = 3;

/** The reactions on screen now. A plain object. */
export interface Reactions extends Followed<readonly Reaction[]> {
  /** Shows it for some seconds. @returns whether there was room for it */
  show: (identity: string, emoji: Emoji) => boolean;
  /** Shows it on one's own tile, and sends it to the room that is attached. */
  send: (emoji: Emoji) => void;
  /** Shows what others send in this room. @returns ends it */
  attach: (room: Room) => () => void;
}

/** @param onReaction is told the name of a participant who has just reacted */
export function createReactions(onReaction: (name: string) => void): Reactions {
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
      // Lossy, since one that comes late means nothing any more.
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
        if (sender && emoji && show(sender.identity, emoji)) onReaction(nameIn(next, sender.identity));
      };
      next.on(RoomEvent.DataReceived, onData);
      return () => {
        room = undefined;
        next.off(RoomEvent.DataReceived, onData);
      };
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
