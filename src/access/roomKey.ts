import { keyIn, parseRoomKey, withKey } from '../../common/roomKey.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The page's address, as far as a key stands in it. */
export interface AddressBar {
  read: () => URL;
  /** Without a new entry in the history. */
  replace: (address: URL) => void;
  onChange: (listener: () => void) => void;
}

interface RoomKeyState {
  /** What is shown at the door: from the address, or as the guest types it. */
  text: string;
  /** Whether the door has asked for a key that it did not get. */
  isAsked: boolean;
}

/**
 * The key of the room's door. Its home is the address, behind `#`: so a reload, a copy of the address and an invitation carry
 * it, and no server is told. A key that the guest typed goes there once it has opened the door.
 */
export interface RoomKey extends Followed<RoomKeyState> {
  write: (text: string) => void;
  /** The door opened to this. */
  keep: (text: string) => void;
  /** The door did not open for want of the key. */
  ask: () => void;
}

export function createRoomKey(bar: AddressBar): RoomKey {
  let state: RoomKeyState = { text: keyIn(bar.read()) ?? '', isAsked: false };
  const { subscribe, tellAll } = createListeners();

  function set(change: Partial<RoomKeyState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  // Another link to the same room, opened in this tab, changes nothing but the fragment: the page is not loaded anew.
  bar.onChange(() => {
    const text = keyIn(bar.read());
    if (text !== undefined) set({ text });
  });

  return {
    getState: () => state,
    subscribe,
    write: (text) => set({ text }),
    keep(text) {
      const key = parseRoomKey(text);
      const address = bar.read();
      if (key !== undefined && keyIn(address) !== key) bar.replace(withKey(address, key));
    },
    ask: () => set({ isAsked: true }),
  };
}

export function browserAddressBar(): AddressBar {
  return {
    read: () => new URL(location.href),
    replace: (address) => history.replaceState(history.state, '', address),
    onChange: (listener) => addEventListener('hashchange', listener),
  };
}
