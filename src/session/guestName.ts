import { parseVisibleName } from '../../common/displayName.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The text in the lobby's name field. The page requests a token with this name, and keeps the text over a reload. */
export interface GuestName extends Followed<string> {
  write: (text: string) => void;
  /** The name to join with; `undefined` if the text in the name field is not a valid name. */
  parsed: () => string | undefined;
}

/** @param first text that the name field begins with */
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
