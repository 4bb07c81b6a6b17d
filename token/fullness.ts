import type { CountParticipants } from './countParticipants.ts';

/** How long a count is good for a room that is far from full. */
const rememberedMs = 1000;

/** Whether a room holds no more than these people. Rejects when LiveKit does not say how many are in it. */
export type IsFull = (room: string, places: number) => Promise<boolean>;

/**
 * Asks LiveKit as seldom as the truth allows, since asking costs ten times what signing a token does. A question that is
 * under way is asked for all who come meanwhile: its answer is as new as one's own would be. Of a room where half the places or
 * more are free the answer serves for a second. Should more people come in that second than there are places, LiveKit turns
 * the last ones away as it does with all who were given a token before they were in the room, and the app then asks us again.
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
