import { useParticipants } from '@livekit/components-react/hooks';
import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { keepHand, numberHands, raisedAtMs } from './hands.ts';

/** A module constant: useParticipants compares its argument by identity. */
const handEvents = { updateOnlyOn: [RoomEvent.ParticipantAttributesChanged, RoomEvent.Reconnected] };

/** The number of each raised hand by its owner's identity, in the order in which they went up. */
export function useHands(): ReadonlyMap<string, number> {
  return numberHands(useParticipants(handEvents));
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
