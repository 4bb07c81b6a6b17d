import { useId, useRef } from 'react';
import { isolate } from '../messages/isolate.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import { useWaiting } from './useWaiting.ts';
import styles from './WaitingList.module.css';

/** Number of guests whom the list shows by name. The buttons for all also concern the others. */
const mostNamed = 5;

/**
 * The guests who want to come in, each with the buttons Admit and Refuse. The list is shown over the stage (`isCard`)
 * and at the top of the list of people.
 */
export function WaitingList({ isCard = false }: { isCard?: boolean }) {
  const { people: peopleWords, waiting: words } = usePanelMessages();
  const { people, problem, decide } = useWaiting();
  const heading = useRef<HTMLHeadingElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const section = useFocusHandedOn(status);
  const titleId = useId();
  const [first] = people;
  const sentence = first
    ? people.length === 1
      ? words.one(isolate(first.name))
      : words.several(people.length)
    : '';
  const rest = people.length - mostNamed;
  const all = people.map(({ identity }) => identity);

  function choose(action: 'admit' | 'refuse', identities: readonly string[]): void {
    void decide(action, identities);
    // The clicked button disappears, so the focus moves to the heading, below which the next button is.
    heading.current?.focus();
  }

  return (
    <>
      {/* Here before anybody waits, because screen readers announce a change in a region that is there already. When
          the last guest is off the list, it gets the focus. */}
      <p ref={status} role="status" tabIndex={-1} className="visually-hidden">
        {sentence}
      </p>
      {first && (
        <section ref={section} className={isCard ? styles.card : styles.list} aria-labelledby={titleId}>
          <h2 ref={heading} id={titleId} tabIndex={-1}>
            {sentence}
          </h2>
          {problem && <p role="alert">{peopleWords.problem[problem]}</p>}
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
              <Button onClick={() => choose('refuse', all)}>{words.refuseAll}</Button>
              <Button onClick={() => choose('admit', all)}>{words.admitAll}</Button>
            </div>
          )}
        </section>
      )}
    </>
  );
}
