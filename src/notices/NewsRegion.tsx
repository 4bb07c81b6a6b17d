import { useMessages, useSpeech } from '../messages/MessagesContext.tsx';
import { nameSome } from './news.ts';
import { useNews } from './NewsContext.tsx';

/** Who came, left, raised a hand or wrote: for screen readers, when they have nothing else to say. */
export function NewsRegion() {
  const { news, stage } = useMessages();
  const { language } = useSpeech();
  const { number, told } = useNews();
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  return (
    <div className="visually-hidden" aria-live="polite">
      {told.map(({ kind, names }) => {
        const { named, more } = nameSome(names.map((name) => name || stage.unnamed));
        const who = list.format(more > 0 ? [...named.map(news.name), news.more(more)] : named.map(news.name));
        return <p key={`${kind} ${number}`}>{news[kind](who)}</p>;
      })}
    </div>
  );
}
