import { RoomEvent, type Participant, type RemoteParticipant, type Room } from 'livekit-client';
import { createContext, useContext, useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import {
  createReactions,
  readReaction,
  writeReaction,
  type Emoji,
  type Reaction,
} from '../meeting/reactions.ts';

const topic = 'first-room.reaction';

const ReactionsContext = createContext(createReactions());

/** What somebody shows now. */
export function useReactionsOf({ identity }: Participant): readonly Reaction[] {
  const { subscribe, getState } = useContext(ReactionsContext);
  const all = useSyncExternalStore(subscribe, getState);
  return useMemo(() => all.filter((reaction) => reaction.identity === identity), [all, identity]);
}

/** @returns sends a reaction, and shows it on one's own tile */
export function useReact(room: Room): (emoji: Emoji) => void {
  const { show } = useContext(ReactionsContext);
  return (emoji) => {
    const { localParticipant } = room;
    if (!show(localParticipant.identity, emoji)) return;
    // Lossy, since one that comes late means nothing any more.
    void localParticipant.publishData(writeReaction(emoji), { reliable: false, topic }).catch(() => {});
  };
}

/** For the page of the room: shows what others send. */
export function useReactionsIn(
  room: Room,
  onReaction: (participant: Participant, emoji: Emoji) => void,
): void {
  const { show } = useContext(ReactionsContext);
  const tell = useEffectEvent(onReaction);
  useEffect(() => {
    const onData = (payload: Uint8Array, sender?: RemoteParticipant, _kind?: unknown, sentTopic?: string) => {
      const emoji = sentTopic === topic ? readReaction(payload) : undefined;
      if (sender && emoji && show(sender.identity, emoji)) tell(sender, emoji);
    };
    room.on(RoomEvent.DataReceived, onData);
    return () => {
      room.off(RoomEvent.DataReceived, onData);
    };
  }, [room, show]);
}
