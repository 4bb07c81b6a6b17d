import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { createContext, useContext, useEffect, useEffectEvent, useRef } from 'react';
import { useRoomContext } from '../room/RoomContext.tsx';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useLatestOfRoom } from '../room/useLatest.ts';
import { createHands, ownHand, raisedAtMs, restoreHand } from '../meeting/hands.ts';

const handEvents = [...presenceEvents, RoomEvent.ParticipantAttributesChanged, RoomEvent.Reconnected];

/** One for the page: it outlives a lost connection. */
const HandsContext = createContext(createHands());

/** The number of somebody's raised hand, in the order in which they went up; `undefined` while it is down. */
export function useHand({ identity }: Participant): number | undefined {
  const room = useRoomContext();
  const hands = useContext(HandsContext);
  return useLatestOfRoom(room, handEvents, () =>
    hands.number([room.localParticipant, ...room.remoteParticipants.values()]).get(identity),
  );
}

/** For the page of the room: follows the others' hands, and keeps one's own up through a reconnect. */
export function useHandsIn(room: Room, onRaised: (participant: Participant) => void): void {
  const tell = useEffectEvent(onRaised);
  const hands = useContext(HandsContext);
  /** As it was before the connection was made anew, perhaps as another room. */
  const kept = useRef<string>(undefined);
  useEffect(() => {
    const onConnected = () => hands.join();
    onConnected();
    const onReconnecting = () => (kept.current = ownHand(room));
    const onReconnected = () => void restoreHand(room, kept.current).catch(() => {});
    onReconnected();
    const onAttributes = (changed: Record<string, string>, participant: Participant) => {
      if (!participant.isLocal && raisedAtMs(changed) !== undefined) tell(participant);
    };
    room
      .on(RoomEvent.Connected, onConnected)
      .on(RoomEvent.Reconnecting, onReconnecting)
      .on(RoomEvent.Reconnected, onReconnected)
      .on(RoomEvent.ParticipantAttributesChanged, onAttributes);
    return () => {
      kept.current = ownHand(room);
      room
        .off(RoomEvent.Connected, onConnected)
        .off(RoomEvent.Reconnecting, onReconnecting)
        .off(RoomEvent.Reconnected, onReconnected)
        .off(RoomEvent.ParticipantAttributesChanged, onAttributes);
    };
  }, [room, hands]);
}
