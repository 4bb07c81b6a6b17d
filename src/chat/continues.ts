import type { ChatMessage } from '../meeting/chat/chatLog.ts';

/** After a longer pause the name and the time are shown again. */
const pauseMs = 5 * 60_000;

/** Returns whether a message continues the one before it, so that its author is not named again. */
export function continues(message: ChatMessage, before: ChatMessage | undefined): boolean {
  return (
    before !== undefined &&
    before.author.identity === message.author.identity &&
    before.origin === message.origin &&
    tellerOf(before) === tellerOf(message) &&
    message.atMs - before.atMs < pauseMs
  );
}

function tellerOf(message: ChatMessage): string | undefined {
  return message.origin === 'history' ? message.toldBy.identity : undefined;
}
