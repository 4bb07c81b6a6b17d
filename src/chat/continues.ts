import type { ChatMessage } from '../meeting/chat/chatLog.ts';

/**
 * After a pause longer than this, a message shows its author and time again, even if it has the same author as the one
 * before it.
 */
const pauseMs = 5 * 60_000;

/** Whether a message continues the one before it, so that its author is not named again. */
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
