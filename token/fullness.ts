import type { CountParticipants } from './countParticipants.ts';

/** How long a count is cached for a room that is at most half full. */
const rememberedMs = 1000;

/** Whether a room has no free place. Rejects when LiveKit does not say how many people are in it. */
export type IsFull = (room: string, places: number) => Promise<boolean>;

/**
 * Asks LiveKit as rarely as possible, since a request costs ten times as much as signing a token. Concurrent callers
 * share one request. The count of a room with half of its places free is cached for a second. If more people than
 * places arrive in that second, LiveKit refuses the last ones itself, and the app then asks for a token again.
 */
export function fullness(countParticipants: CountParticipants): IsFull {
  const answers = new Map<string, Promise<number>>();

  function ask(room: string, places: number): Promise<number> {
    const answer = countParticipants(room);
    answers.set(room, answer);
    const forget = () => answers.delete(room);
    answer.then((count) => {
      if (count * 2 > places) forget();
      else setTimeout(forget, rememberedMs).unref();
    }, forget);
    return answer;
  }

  return async (room, places) => (await (answers.get(room) ?? ask(room, places))) >= places;
}
