interface Author {
  /** LiveKit's identity, which nobody can choose. */
  identity: string;
  name: string;
}

type Delivery = 'sending' | 'sent' | 'failed';

export type ChatMessage = {
  /** Unique among its author's messages. */
  id: string;
  author: Author;
  text: string;
  /** When it was written here or arrived here, by this computer's clock. */
  atMs: number;
} & (
  | { origin: 'own'; delivery: Delivery }
  | { origin: 'live' }
  /** Written before the guest came, as somebody who was there says. */
  | { origin: 'history'; toldBy: string }
);

export type OwnMessage = ChatMessage & { origin: 'own' };

export interface ChatState {
  messages: readonly ChatMessage[];
  /** What the guest has begun to write; a closed panel does not lose it. */
  draft: string;
  isOpen: boolean;
  unread: number;
}

/** The longest text that is sent, or taken from others. */
export const maxTextLength = 2000;

/** More than anybody scrolls back; keeps a flood of messages from filling the memory. */
const maxMessages = 500;

/** What was said in this room. A plain object; it outlives the panel, and the connection. */
export interface ChatLog {
  getState: () => ChatState;
  subscribe: (onChange: () => void) => () => void;
  setOpen: (isOpen: boolean) => void;
  setDraft: (draft: string) => void;
  /** Takes messages in, in any order and as often as they come. */
  add: (messages: readonly ChatMessage[]) => void;
  setDelivery: (id: string, delivery: Delivery) => void;
  /** A message may come before its author is known by name. */
  nameAuthor: (author: Author) => void;
}

export function createChatLog(): ChatLog {
  let state: ChatState = { messages: [], draft: '', isOpen: false, unread: 0 };
  const listeners = new Set<() => void>();

  function set(change: Partial<ChatState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  return {
    getState: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    setOpen: (isOpen) => set({ isOpen, unread: 0 }),
    setDraft: (draft) => set({ draft }),
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
  };
}

/** Others may use an id that is taken: it names a message of theirs, not that of another. */
export function messageKey({ id, author }: ChatMessage): string {
  return `${author.identity} ${id}`;
}

/** In the order of time, each once; what was heard first-hand counts more than what is told of it. */
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
  return [...messages.values()].toSorted((a, b) => a.atMs - b.atMs).slice(-maxMessages);
}

function rank({ origin }: ChatMessage): number {
  return { history: 0, live: 1, own: 2 }[origin];
}
