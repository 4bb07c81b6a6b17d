import { isolate } from '../messages/isolate.ts';
import { useRoomMessages, useSpeech } from '../messages/MessagesContext.tsx';
import { nameSome, type AnnouncementState } from '../meeting/announcements.ts';
import { shownName } from '../meeting/names.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';

/** Announces joining, leaving, raised hands, reactions and messages to screen readers. */
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

/** A component of its own, because the first `Intl.ListFormat` takes 25 ms, for which a join should not wait. */
function Sentence({ kind, names }: AnnouncementState['told'][number]) {
  const { announcement, stage } = useRoomMessages();
  const { language } = useSpeech();
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const { named, more } = nameSome(names.map((name) => isolate(shownName(name, stage.unnamed))));
  const who = list.format(
    more > 0 ? [...named.map(announcement.name), announcement.more(more)] : named.map(announcement.name),
  );
  return <p>{announcement[kind](who)}</p>;
}
