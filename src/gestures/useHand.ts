import { RoomEvent, type Participant } from 'livekit-client';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestOfRoom } from '../room/useLatest.ts';

const handEvents = [...presenceEvents, RoomEvent.ParticipantAttributesChanged, RoomEvent.Reconnected];

/** The number of a participant's raised hand, counted in the order of raising; `undefined` while the hand is down. */
export function useHand({ identity }: Participant): number | undefined {
  return useHands((numbers) => numbers.get(identity));
}

/** Whether several hands are raised. One hand needs no number, which would look like a count of hands. */
export function useIsQueue(): boolean {
  return useHands(({ size }) => size > 1);
}

function useHands<Fact>(read: (numbers: ReadonlyMap<string, number>) => Fact): Fact {
  const room = useRoomContext();
  const { hands } = useMeeting();
  return useLatestOfRoom(room, handEvents, () =>
    read(hands.number([room.localParticipant, ...room.remoteParticipants.values()])),
  );
}
