import { RoomEvent, type Participant } from 'livekit-client';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestOfRoom } from '../room/useLatest.ts';

const handEvents = [...presenceEvents, RoomEvent.ParticipantAttributesChanged, RoomEvent.Reconnected];

/** The number of a participant's raised hand, counted in the order of raising; `undefined` while the hand is down. */
export function useHand({ identity }: Participant): number | undefined {
  const room = useRoomContext();
  const { hands } = useMeeting();
  return useLatestOfRoom(room, handEvents, () =>
    hands.number([room.localParticipant, ...room.remoteParticipants.values()]).get(identity),
  );
}
