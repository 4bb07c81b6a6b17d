import { useId, useRef } from 'react';
import { isolate } from '../messages/isolate.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { useWaiting } from './useWaiting.ts';
import styles from './WaitingList.module.css';

/** Most names in the list. “Admit all” is for the others as well. */
const mostNamed = 5;

/** Who wants to come in, with Admit and Refuse for each. Over the stage (`isCard`) and at the top of People. */
export function WaitingList({ isCard = false }: { isCard?: boolean }) {
  const { people: peopleWords, waiting: words } = usePanelMessages();
  const { people, outcome, decide } = useWaiting();
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const [first] = people;
  const sentence = first
    ? people.length === 1
      ? words.one(isolate(first.name))
      : words.several(people.length)
    : '';
  const problem =
    outcome === 'refused' ? peopleWords.refused : outcome === 'failed' ? peopleWords.failed : '';
  const rest = people.length - mostNamed;

  function choose(action: 'admit' | 'refuse', identities: readonly string[]): void {
    void decide(action, identities);
    // The button disappears. The next one is below the heading.
    heading.current?.focus();
  }

  return (
    <>
      {/* Here before anybody waits, because screen readers announce a change in a region that is there already. */}
      <p role="status" className="visually-hidden">
        {sentence}
      </p>
      {first && (
        <section className={isCard ? styles.card : styles.list} aria-labelledby={titleId}>
          <h2 ref={heading} id={titleId} tabIndex={-1}>
            {sentence}
          </h2>
          {problem && <p role="alert">{problem}</p>}
          <ul>
            {people.slice(0, mostNamed).map(({ identity, name }) => (
              <li key={identity}>
                {people.length > 1 && <bdi>{name}</bdi>}
                <Button aria-label={words.refuseNamed(name)} onClick={() => choose('refuse', [identity])}>
                  {words.refuse}
                </Button>
                <Button
                  look="primary"
                  aria-label={words.admitNamed(name)}
                  onClick={() => choose('admit', [identity])}
                >
                  {words.admit}
                </Button>
              </li>
            ))}
          </ul>
          {people.length > 1 && (
            <div className={styles.all}>
              {rest > 0 && <p>{words.more(rest)}</p>}
              <Button
                onClick={() =>
                  choose(
                    'admit',
                    people.map(({ identity }) => identity),
                  )
                }
              >
                {words.admitAll}
              </Button>
            </div>
          )}
        </section>
      )}
    </>
  );
}
