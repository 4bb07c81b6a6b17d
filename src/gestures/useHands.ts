import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { useRoomContext } from '../room/RoomContext.tsx';
import { presenceEvents, useLatestOfRoom } from '../room/useLatest.ts';
import { keepHand, numberHands, raisedAtMs } from './hands.ts';

const handEvents = [...presenceEvents, RoomEvent.ParticipantAttributesChanged, RoomEvent.Reconnected];

/** The number of somebody's raised hand, in the order in which they went up; `undefined` while it is down. */
export function useHand({ identity }: Participant): number | undefined {
  const room = useRoomContext();
  return useLatestOfRoom(room, handEvents, () =>
    numberHands([room.localParticipant, ...room.remoteParticipants.values()]).get(identity),
  );
}

/** For the page of the room: follows the others' hands, and keeps one's own up through a reconnect. */
export function useHandsIn(room: Room, onRaised: (participant: Participant) => void): void {
  const tell = useEffectEvent(onRaised);
  useEffect(() => {
    let restore = keepHand(room);
    const onReconnecting = () => (restore = keepHand(room));
    const onReconnected = () => void restore().catch(() => {});
    const onAttributes = (changed: Record<string, string>, participant: Participant) => {
      if (!participant.isLocal && raisedAtMs(changed) !== undefined) tell(participant);
    };
    room
      .on(RoomEvent.Reconnecting, onReconnecting)
      .on(RoomEvent.Reconnected, onReconnected)
      .on(RoomEvent.ParticipantAttributesChanged, onAttributes);
    return () => {
      room
        .off(RoomEvent.Reconnecting, onReconnecting)
        .off(RoomEvent.Reconnected, onReconnected)
        .off(RoomEvent.ParticipantAttributesChanged, onAttributes);
    };
  }, [room]);
}
