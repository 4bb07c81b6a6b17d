import type { Room } from 'livekit-client';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { useNewsDesk } from '../notices/NewsContext.tsx';
import { useSounds } from '../notices/SoundsContext.tsx';
import { createChat, type Chat } from '../meeting/chat/chat.ts';
import type { ChatState } from '../meeting/chat/chatLog.ts';

/** One for the page: a guest who leaves and comes back finds what was said before. */
const ChatContext = createContext<Chat>(createChat());

export function useChat(): Chat {
  return useContext(ChatContext);
}

export function useChatState(): ChatState {
  const { log } = useContext(ChatContext);
  return useSyncExternalStore(log.subscribe, log.getState);
}

/** For the page of the room: takes part in its chat as long as the page is shown, open panel or not. */
export function useChatIn(room: Room): void {
  const chat = useContext(ChatContext);
  const { add } = useNewsDesk();
  const { play } = useSounds();
  useEffect(
    () =>
      chat.enter(room, (author) => {
        play('chat');
        // An open log tells the message itself.
        if (!chat.log.getState().isOpen) add('message', [author]);
      }),
    [chat, room, add, play],
  );
}
