import { useRoomMessages } from '../messages/MessagesContext.tsx';
import type { AnnouncementState } from '../meeting/announcements.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useWho } from './useWho.ts';

/** Tells screen readers who joins, leaves, raises a hand, reacts and writes. */
export function AnnouncementRegion() {
  const { number, told } = useFollowed(useMeeting().announcements);
  return (
    <div className="visually-hidden" aria-live="polite">
      {told.map((one) => (
        <Sentence key={`${one.kind} ${number}`} {...one} />
      ))}
    </div>
  );
}

/**
 * The sentence of one announcement. It is a component of its own, because its hook `useWho` must not run before the
 * join: the first `Intl.ListFormat` takes 25 ms.
 */
function Sentence({ kind, names }: AnnouncementState['told'][number]) {
  const { announcement } = useRoomMessages();
  return <p>{announcement[kind](useWho(names))}</p>;
}
