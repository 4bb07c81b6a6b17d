import type { ChatMessage } from './chatLog.ts';

/**
 * Keeps at most `most` messages, in the same order. It drops the oldest message of the sender with the most messages,
 * again and again, so that a flood pushes out only its own messages. The sender of a message from a chat history is
 * the participant who has sent the history.
 */
export function keepFairly(messages: readonly ChatMessage[], most: number): readonly ChatMessage[] {
  if (messages.length <= most) return messages;
  const bySender = groupBySender(messages);
  const dropped = new Set<ChatMessage>();
  for (let excess = messages.length - most; excess > 0; excess -= 1) {
    let longest: ChatMessage[] = [];
    for (const group of bySender.values()) if (group.length > longest.length) longest = group;
    const oldest = longest.shift();
    if (oldest) dropped.add(oldest);
  }
  return messages.filter((message) => !dropped.has(message));
}

function groupBySender(messages: readonly ChatMessage[]): Map<string, ChatMessage[]> {
  const groups = new Map<string, ChatMessage[]>();
  for (const message of messages) {
    const { identity } = message.origin === 'history' ? message.toldBy : message.author;
    const group = groups.get(identity);
    if (group) group.push(message);
    else groups.set(identity, [message]);
  }
  return groups;
}
