import type { CountParticipants } from './countParticipants.ts';

/** How long the number of participants is cached for a room that is at most half full. */
const rememberedMs = 1000;

/**
 * Whether a room with this limit of participants is full. Rejects when LiveKit does not say how many people are in the
 * room.
 */
export type IsFull = (room: string, places: number) => Promise<boolean>;

/**
 * Asks LiveKit as rarely as possible how full a room is, since a request costs ten times as much as signing a token.
 * Concurrent callers share one request. The number of participants of a room that is at most half full is cached for a
 * second. If too many people arrive in that second, LiveKit refuses the last ones itself, and the app then asks for a
 * token again.
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
