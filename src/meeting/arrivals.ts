import { othersReturnMs } from '../call/returnPolicy.ts';

/** Who is in the room, besides oneself: names by identity. */
export type People = ReadonlyMap<string, string>;

export interface Comings {
  came: readonly string[];
  left: readonly string[];
}

export interface ComingsWatch {
  /** Somebody came or left. */
  note: () => void;
  /** The connection is being made anew: everyone seems to leave and come back. */
  pause: () => void;
  resume: () => void;
  /** @returns who was there as far as was told, for the room that comes after this one */
  stop: () => People;
}

/** So long after the first change the others that come with it are waited for. */
const collectMs = 1500;

/**
 * Collects who came and who left, so that ten joins are told once, and who came and went within
 * a moment, or through a reconnect, is not told at all.
 *
 * @param before who was there as far as was told
 */
export function watchComings(
  look: () => People,
  onComings: (comings: Comings) => void,
  before: People = look(),
): ComingsWatch {
  let told = before;
  let isPaused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function compare(): void {
    timer = undefined;
    const now = look();
    const came = missingFrom(told, now);
    const left = missingFrom(now, told);
    told = now;
    if (came.length > 0 || left.length > 0) onComings({ came, left });
  }

  function cancel(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    note() {
      if (!isPaused) timer ??= setTimeout(compare, collectMs);
    },
    pause() {
      isPaused = true;
      cancel();
    },
    resume() {
      isPaused = false;
      cancel();
      timer = setTimeout(compare, othersReturnMs);
    },
    stop() {
      cancel();
      return told;
    },
  };
}

function missingFrom(people: People, others: People): string[] {
  return [...others].filter(([identity]) => !people.has(identity)).map(([, name]) => name);
}
