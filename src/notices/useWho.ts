import { nameSome } from '../meeting/announcements.ts';
import { shownName } from '../meeting/names.ts';
import { isolate } from '../messages/isolate.ts';
import { useRoomMessages, useSpeech } from '../messages/MessagesContext.tsx';

/**
 * A list of people in words, as “Ben, Chie and 3 more”. Only for views that are rendered after the join, because the
 * first `Intl.ListFormat` takes 25 ms.
 */
export function useWho(names: readonly string[]): string {
  const { announcement, stage } = useRoomMessages();
  const { language } = useSpeech();
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const { named, more } = nameSome(names.map((name) => isolate(shownName(name, stage.unnamed))));
  return list.format(
    more > 0 ? [...named.map(announcement.name), announcement.more(more)] : named.map(announcement.name),
  );
}
