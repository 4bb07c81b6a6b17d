import { fieldOf } from '../../common/fieldOf.ts';
import { displayNameText, numberNames } from '../meeting/names.ts';
import type { WaitingPerson } from '../meeting/waiting.ts';

/**
 * Reads the token handler's answer to `list_waiting`.
 *
 * @returns `undefined` if the answer is no such list
 */
export function readWaiting(answer: unknown): readonly WaitingPerson[] | undefined {
  const list = fieldOf(answer, 'waiting');
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((one: unknown) => {
    const identity = fieldOf(one, 'participant_identity');
    const name = fieldOf(one, 'participant_name');
    if (typeof identity !== 'string' || typeof name !== 'string') return [];
    return [{ identity, name, sinceMs: Date.parse(String(fieldOf(one, 'since'))) || Date.now() }];
  });
}

/**
 * The names under which guests who wait will be shown in the room: a name that looks like one in the room, or like one of a guest who has waited longer,
 * gets a number.
 *
 * @param present names of the people in the room
 * @param unnamed the word for a guest without a name
 */
export function nameWaiting(
  present: readonly { identity: string; name?: string | undefined }[],
  waiting: readonly WaitingPerson[],
  unnamed: string,
): readonly { identity: string; name: string }[] {
  const names = numberNames([
    ...present.map(({ identity, name = '' }) => ({ identity, name, joinedAtMs: 0 })),
    ...waiting.map(({ identity, name, sinceMs }) => ({ identity, name, joinedAtMs: sinceMs })),
  ]);
  return waiting.map(({ identity }) => {
    const name = names.get(identity);
    return { identity, name: name ? displayNameText(name, unnamed) : unnamed };
  });
}
