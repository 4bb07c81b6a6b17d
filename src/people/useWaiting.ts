import { useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { hostProblem, type HostProblem } from './hostProblem.ts';
import { nameWaiting } from './waitingPeople.ts';
import { decideOn } from './watchWaiting.ts';

/**
 * The waiting guests, under the names that they will have in the room, and functions with which a host admits or
 * refuses them.
 */
export function useWaiting() {
  const { actAsHost, waiting } = useMeeting();
  const { stage } = useRoomMessages();
  const room = useRoomContext();
  const people = useFollowed(waiting, (state) => state.people);
  const [problem, setProblem] = useState<HostProblem>();

  async function decide(action: 'admit' | 'refuse', identities: readonly string[]): Promise<void> {
    const answer = await decideOn(waiting, identities, () =>
      actAsHost(room.name, { action, participant_identities: identities }),
    );
    setProblem(hostProblem(answer));
  }

  const present = [room.localParticipant, ...room.remoteParticipants.values()];
  return { people: nameWaiting(present, people, stage.unnamed), problem, decide };
}
