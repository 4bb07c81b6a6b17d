import { useEffect, useEffectEvent, useRef } from 'react';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { isolate } from '../messages/isolate.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { notify } from './notifications.ts';
import { useHouseRules } from './useHouseRules.ts';
import { useWaiting } from './useWaiting.ts';
import { WaitingList } from './WaitingList.tsx';
import { readWaiting } from './waitingPeople.ts';
import { watchWaiting } from './watchWaiting.ts';

/**
 * Shows the waiting guests over the stage of a host's page. It asks the token handler for them while the room has a
 * waiting room.
 */
export function WaitingGuests() {
  const { hasWaitingRoom } = useHouseRules();
  return hasWaitingRoom && <Watched />;
}

function Watched() {
  useAsking();
  useKnocks();
  return <WaitingList isCard />;
}

/** Keeps the list of waiting guests up to date. */
function useAsking(): void {
  const room = useRoomContext();
  const { actAsHost, waiting } = useMeeting();
  useEffect(
    () =>
      watchWaiting(waiting, async () =>
        readWaiting((await actAsHost(room.name, { action: 'list_waiting' })).body),
      ),
    [room, actAsHost, waiting],
  );
}

/** Plays a sound when somebody knocks. While the page is hidden, also shows a notification of the operating system. */
function useKnocks(): void {
  const { notifications, sounds } = useMeeting();
  const { waiting: words } = usePanelMessages();
  const { people } = useWaiting();
  const known = useRef<readonly string[]>([]);
  const tell = useEffectEvent(() => {
    const before = known.current;
    known.current = people.map(({ identity }) => identity);
    const [first, ...others] = people.filter(({ identity }) => !before.includes(identity));
    if (!first) return;
    sounds.play('knock');
    const text = others.length > 0 ? words.several(people.length) : words.one(isolate(first.name));
    if (document.hidden && notifications.getState()) notify(text);
  });
  useEffect(() => tell());
}
