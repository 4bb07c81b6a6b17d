import type { Waiting, WaitingPerson } from '../meeting/waiting.ts';

/** Interval at which a host's page asks the token handler who waits. */
const askEveryMs = 2000;

/**
 * Asks at intervals who waits, also while the page is hidden, and keeps the list in `waiting`. An answer that was
 * requested before this host's last decision is out of date and is left alone.
 *
 * @param ask requests the list from the token handler; undefined if the answer has none
 * @returns a function that ends it and empties the list
 */
export function watchWaiting(
  waiting: Waiting,
  ask: () => Promise<readonly WaitingPerson[] | undefined>,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const askAgain = async () => {
    const { decisions } = waiting.getState();
    const people = await ask();
    if (isOver) return;
    const now = waiting.getState();
    const isNew = JSON.stringify(people) !== JSON.stringify(now.people);
    if (people && isNew && now.decisions === decisions) waiting.set({ people, decisions });
    timer = setTimeout(() => void askAgain(), askEveryMs);
  };
  void askAgain();
  return () => {
    isOver = true;
    clearTimeout(timer);
    waiting.set({ people: [], decisions: waiting.getState().decisions + 1 });
  };
}

/**
 * Takes guests whom this host admits or refuses off the list before the token handler has answered. If the request
 * fails, the next list contains them again.
 *
 * @param send sends the decision to the token handler
 */
export async function decideOn<Answer>(
  waiting: Waiting,
  identities: readonly string[],
  send: () => Promise<Answer>,
): Promise<Answer> {
  const note = (people: readonly WaitingPerson[]) =>
    waiting.set({ people, decisions: waiting.getState().decisions + 1 });
  note(waiting.getState().people.filter(({ identity }) => !identities.includes(identity)));
  const answer = await send();
  note(waiting.getState().people);
  return answer;
}
