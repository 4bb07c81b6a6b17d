import { keyIn, parseRoomKey, withKey } from '../../common/roomKey.ts';
import { createListeners, type Followed } from '../listeners.ts';
import type { KeyFailureKind } from './accessFailure.ts';

/** The page's address, which may contain a key. */
export interface AddressBar {
  read: () => URL;
  /** Changes the address without a new history entry. */
  replace: (address: URL) => void;
  onChange: (listener: () => void) => void;
}

interface RoomKeyState {
  /** The key sent to the token endpoint: from the address, or as the guest types it. */
  text: string;
  /** Why the token endpoint has refused the key, so that the lobby asks for it. */
  asked: KeyFailureKind | undefined;
}

/**
 * The room key. It is kept in the address, behind `#`, so that a reload, a copied address and an invitation contain it, while no server receives it
 * with the page's address. A typed key is put there after it was accepted.
 */
export interface RoomKey extends Followed<RoomKeyState> {
  write: (text: string) => void;
  /** Called when the token endpoint has accepted this key. */
  keep: (text: string) => void;
  /** Called when the token endpoint has refused the key. */
  ask: (why: KeyFailureKind) => void;
}

export function createRoomKey(bar: AddressBar): RoomKey {
  let state: RoomKeyState = { text: keyIn(bar.read()) ?? '', asked: undefined };
  const { subscribe, tellAll } = createListeners();

  function set(change: Partial<RoomKeyState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  // A link that differs only in its fragment does not reload the page.
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
    ask: (why) => set({ asked: why }),
  };
}

export function browserAddressBar(): AddressBar {
  return {
    read: () => new URL(location.href),
    replace: (address) => history.replaceState(history.state, '', address),
    onChange: (listener) => addEventListener('hashchange', listener),
  };
}
