import { keepFairly } from './keepFairly.ts';
import { createListeners, type Followed } from '../../listeners.ts';

export interface Author {
  /** The identity that LiveKit knows the participant by. Participants cannot choose it. */
  identity: string;
  name: string;
}

type Delivery = 'sending' | 'sent' | 'failed';

/** A file that was sent in the chat. Its content is in `Files` (files.ts), if this page has received it. */
interface ChatFile {
  name: string;
  /** Size in bytes, as the sender declared it. */
  size: number;
}

export type ChatMessage = {
  /** Unique among the messages of the same author. */
  id: string;
  author: Author;
  /** The text of the message. For a file this is the file's name. */
  text: string;
  file?: ChatFile | undefined;
  /** Time that the chat shows beside the message, by this computer's clock. */
  atMs: number;
  /** Sort key in the chat log, from `ChatLog.nextOrder`. It always increases, even if the clock is set back. */
  order: number;
} & (
  | { origin: 'own'; delivery: Delivery }
  | { origin: 'live' }
  /**
   * The message is from a chat history that another participant has sent, because it was written while this guest was
   * absent. Nothing proves its author and text.
   */
  | { origin: 'history'; toldBy: Author }
);

export type OwnMessage = ChatMessage & { origin: 'own' };

interface ChatState {
  messages: readonly ChatMessage[];
  /** Text that the guest has typed and not sent yet; kept while the chat panel is closed. */
  draft: string;
  isOpen: boolean;
  unread: number;
}

/** Longest message that is sent or shown, in grapheme clusters. */
export const maxTextLength = 2000;

/** Longest id of a message and longest identity of an author that are accepted. LiveKit's own have 36 characters. */
export const maxIdLength = 128;

/** Number of messages that the chat log keeps. Hardly anybody scrolls back further. */
const maxMessages = 500;

/** The chat messages of this page. The log outlives the chat panel and the connection. */
export interface ChatLog extends Followed<ChatState> {
  setOpen: (isOpen: boolean) => void;
  setDraft: (draft: string) => void;
  /** A sort key after all messages in the log: the current time in milliseconds, or more if the clock was set back. */
  nextOrder: () => number;
  /** Adds messages in any order. Duplicates are dropped. */
  add: (messages: readonly ChatMessage[]) => void;
  setDelivery: (id: string, delivery: Delivery) => void;
  /** Adds the name of an author whose messages came before the name was known. */
  nameAuthor: (author: Author) => void;
  /** Removes the messages whose sort keys are lower than this one. */
  forgetBefore: (order: number) => void;
}

export function createChatLog(): ChatLog {
  let state: ChatState = { messages: [], draft: '', isOpen: false, unread: 0 };
  let latest = 0;
  const { subscribe, tellAll } = createListeners();

  function set(change: Partial<ChatState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  return {
    getState: () => state,
    subscribe,
    setOpen: (isOpen) => set({ isOpen, unread: 0 }),
    setDraft: (draft) => set({ draft }),
    nextOrder: () => (latest = Math.max(Date.now(), latest + 1)),
    add(messages) {
      const merged = mergeMessages(state.messages, messages);
      const known = new Set(state.messages.map(messageKey));
      const fresh = merged.filter((message) => message.origin !== 'own' && !known.has(messageKey(message)));
      set({ messages: merged, unread: state.isOpen ? 0 : state.unread + fresh.length });
    },
    setDelivery(id, delivery) {
      const own = state.messages.find((message) => message.origin === 'own' && message.id === id);
      if (own?.origin === 'own') set({ messages: mergeMessages(state.messages, [{ ...own, delivery }]) });
    },
    nameAuthor(author) {
      const isNameless = (message: ChatMessage) =>
        message.author.identity === author.identity && message.author.name === '';
      if (!state.messages.some(isNameless)) return;
      set({
        messages: state.messages.map((message) =>
          isNameless(message) ? Object.assign({}, message, { author }) : message,
        ),
      });
    },
    forgetBefore: (first) => set({ messages: state.messages.filter(({ order }) => order >= first) }),
  };
}

/**
 * The key of a message. It includes the author, because authors choose the ids of their messages, and two may choose
 * the same.
 */
export function messageKey({ id, author }: ChatMessage): string {
  return `${author.identity} ${id}`;
}

/**
 * Merges two lists of messages, sorts them and removes duplicates. A message that came from its author replaces the
 * same message from a chat history that another participant has sent.
 */
export function mergeMessages(
  known: readonly ChatMessage[],
  added: readonly ChatMessage[],
): readonly ChatMessage[] {
  const messages = new Map(known.map((message) => [messageKey(message), message]));
  for (const message of added) {
    const key = messageKey(message);
    const there = messages.get(key);
    if (!there || rank(message) > rank(there) || (message.origin === 'own' && there.origin === 'own')) {
      messages.set(key, message);
    }
  }
  return keepFairly(
    [...messages.values()].toSorted((a, b) => a.order - b.order),
    maxMessages,
  );
}

function rank({ origin }: ChatMessage): number {
  return { history: 0, live: 1, own: 2 }[origin];
}
