import { parseVisibleName } from '../../common/displayName.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The guest's name, as it stands in the lobby's field. The token is asked for with it, and a reload carries it. */
export interface GuestName extends Followed<string> {
  write: (text: string) => void;
  /** The name to join with; `undefined` while the text can not be one. */
  parsed: () => string | undefined;
}

/** @param first stands in the field at the start */
export function createGuestName(first: string): GuestName {
  let text = first;
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => text,
    subscribe,
    write(next) {
      text = next;
      tellAll();
    },
    parsed: () => parseVisibleName(text),
  };
}
