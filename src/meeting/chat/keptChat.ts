import type { Author, OwnMessage } from './chatLog.ts';

const messagesKey = 'first-room:chat';
const draftKey = 'first-room:draft';

/** More than a guest writes in a meeting. */
const maxKept = 100;

/** The tab's own storage; handed in, so that tests need none. It may be forbidden, and then fails at every touch. */
type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

type KeptMessage = Pick<OwnMessage, 'id' | 'text' | 'atMs' | 'delivery'> & { author: Author };

/**
 * What a reload or a duplicated tab would lose: one's own messages of this room session, and the draft. A duplicated tab begins with a copy of
 * the tab's storage. Nothing that others wrote is kept.
 */
export interface KeptChat {
  /** @returns `undefined` when this tab was not in the room session `sid` before */
  readMessages: (sid: string) => readonly KeptMessage[] | undefined;
  /** Replaces those of any other session. */
  keepMessages: (sid: string, messages: readonly OwnMessage[]) => void;
  /** @param room name of the room: a draft for one room is nothing for another */
  readDraft: (room: string) => string;
  keepDraft: (room: string, draft: string) => void;
}

export function createKeptChat(storage: TabStorage = () => sessionStorage): KeptChat {
  function read(key: string): unknown {
    try {
      return JSON.parse(storage().getItem(key) ?? 'null');
    } catch {
      return undefined;
    }
  }
  function write(key: string, value: unknown): void {
    try {
      storage().setItem(key, JSON.stringify(value));
    } catch {
      // Without storage a reload loses them, and nothing else.
    }
  }
  return {
    readMessages(sid) {
      const kept = read(messagesKey);
      return isKept(kept) && kept.sid === sid ? kept.messages : undefined;
    },
    keepMessages(sid, messages) {
      const kept = messages.slice(-maxKept).map(({ id, author, text, atMs, delivery }) => {
        return { id, author, text, atMs, delivery };
      });
      write(messagesKey, { sid, messages: kept });
    },
    readDraft(room) {
      const kept = read(draftKey);
      return isDraft(kept) && kept.room === room ? kept.draft : '';
    },
    keepDraft: (room, draft) => write(draftKey, { room, draft }),
  };
}

/** Written by this app alone, for this tab alone; another version may have written it otherwise. */
function isKept(value: unknown): value is { sid: string; messages: KeptMessage[] } {
  return has(value, 'sid') && has(value, 'messages') && Array.isArray(value.messages);
}

function isDraft(value: unknown): value is { room: string; draft: string } {
  return has(value, 'room') && has(value, 'draft') && typeof value.draft === 'string';
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
