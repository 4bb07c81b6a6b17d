import { useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { hostProblem, type HostProblem } from './hostProblem.ts';
import { nameWaiting } from './waitingPeople.ts';

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
    const note = (left: typeof people) =>
      waiting.set({ people: left, decisions: waiting.getState().decisions + 1 });
    // The guests leave the list before the token handler has answered. If the request fails, the next list contains
    // them again.
    note(people.filter(({ identity }) => !identities.includes(identity)));
    const answer = await actAsHost(room.name, { action, participant_identities: identities });
    note(waiting.getState().people);
    setProblem(hostProblem(answer));
  }

  const present = [room.localParticipant, ...room.remoteParticipants.values()];
  return { people: nameWaiting(present, people, stage.unnamed), problem, decide };
}
