import { keepFairly } from './keepFairly.ts';
import { createListeners, type Followed } from '../../listeners.ts';

export interface Author {
  /** LiveKit's identity, which participants cannot choose. */
  identity: string;
  name: string;
}

type Delivery = 'sending' | 'sent' | 'failed';

/** A file that was sent in the chat. Its content is in `Files` (files.ts), if this page has it. */
interface ChatFile {
  name: string;
  /** In bytes, as its sender declared it. */
  size: number;
}

export type ChatMessage = {
  /** Unique among its author's messages. */
  id: string;
  author: Author;
  /** For a file its name. */
  text: string;
  file?: ChatFile | undefined;
  /** Displayed time, by this computer's clock. */
  atMs: number;
  /** Sort key in the log, from `ChatLog.nextOrder`. It always increases, even if the clock is set back. */
  order: number;
} & (
  | { origin: 'own'; delivery: Delivery }
  | { origin: 'live' }
  /** Written while this guest was absent, according to another participant. Author and text are unverified. */
  | { origin: 'history'; toldBy: Author }
);

export type OwnMessage = ChatMessage & { origin: 'own' };

interface ChatState {
  messages: readonly ChatMessage[];
  /** Text that is not sent yet; kept while the panel is closed. */
  draft: string;
  isOpen: boolean;
  unread: number;
}

/** The longest message that is sent or shown, in grapheme clusters. */
export const maxTextLength = 2000;

/** Longest id and identity. LiveKit's own have 36 characters. */
export const maxIdLength = 128;

/** Hardly anybody scrolls back further. */
const maxMessages = 500;

/** The messages of this page. It outlives the panel and the connection. */
export interface ChatLog extends Followed<ChatState> {
  setOpen: (isOpen: boolean) => void;
  setDraft: (draft: string) => void;
  /** A sort key after all messages: the current time in milliseconds, or more if the clock was set back. */
  nextOrder: () => number;
  /** Adds messages in any order. Duplicates are dropped. */
  add: (messages: readonly ChatMessage[]) => void;
  setDelivery: (id: string, delivery: Delivery) => void;
  /** Adds the name of an author whose messages came before the name was known. */
  nameAuthor: (author: Author) => void;
  /** Removes the messages before this sort key. */
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

/** A message's key. It includes the author, because ids are chosen by the authors and may collide. */
export function messageKey({ id, author }: ChatMessage): string {
  return `${author.identity} ${id}`;
}

/** Merges, sorts and removes duplicates. Messages received from their authors replace those from the history. */
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
