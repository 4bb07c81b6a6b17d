import { fieldOf } from '../../../common/fieldOf.ts';
import { parseJson } from '../../../common/parseJson.ts';
import { readStored, writeStored, type GetStorage } from '../../storedText.ts';
import type { Author, OwnMessage } from './chatLog.ts';

const messagesKey = 'first-room:chat';
const draftKey = 'first-room:draft';

/** Number of the guest's own messages that are stored. Hardly anybody writes more in a meeting. */
const maxKept = 100;

type KeptMessage = Pick<OwnMessage, 'id' | 'text' | 'file' | 'atMs' | 'delivery'> & { author: Author };

/**
 * Stores the guest's own messages of this room session, and the draft, so that they survive a reload. A duplicated tab
 * starts with a copy of both. Messages of others are not stored.
 */
export interface KeptChat {
  /**
   * The guest's own messages that were stored for this room session.
   *
   * @returns `undefined` if this tab was not in the room session `sid` before
   */
  readMessages: (sid: string) => readonly KeptMessage[] | undefined;
  /** Replaces all stored messages, also those of another room session. */
  keepMessages: (sid: string, messages: readonly OwnMessage[]) => void;
  /**
   * The draft that was stored for this room, or an empty text.
   *
   * @param room name of the room. Each room has a draft of its own
   */
  readDraft: (room: string) => string;
  keepDraft: (room: string, draft: string) => void;
}

export function createKeptChat(storage: GetStorage = () => sessionStorage): KeptChat {
  function read(key: string): unknown {
    return parseJson(readStored(storage, key) ?? '');
  }
  function write(key: string, value: unknown): void {
    writeStored(storage, key, JSON.stringify(value));
  }
  return {
    readMessages(sid) {
      const kept = read(messagesKey);
      return isKept(kept) && kept.sid === sid ? kept.messages : undefined;
    },
    keepMessages(sid, messages) {
      const kept = messages.slice(-maxKept).map(({ id, author, text, file, atMs, delivery }) => {
        return { id, author, text, file, atMs, delivery };
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

/** Checks the outer shape only, because this app wrote the data itself, although perhaps in another version. */
function isKept(value: unknown): value is { sid: string; messages: KeptMessage[] } {
  return fieldOf(value, 'sid') !== undefined && Array.isArray(fieldOf(value, 'messages'));
}

function isDraft(value: unknown): value is { room: string; draft: string } {
  return fieldOf(value, 'room') !== undefined && typeof fieldOf(value, 'draft') === 'string';
}
