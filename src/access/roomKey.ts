import { isInvitation, keyIn, parseRoomKey, passIn, withKey } from '../../common/roomKey.ts';
import { createListeners, type Followed } from '../listeners.ts';
import { readStored, writeStored, type GetStorage } from '../storedText.ts';
import type { KeyFailureKind } from './accessFailure.ts';

const passKey = 'first-room:pass';
const ticketKey = 'first-room:ticket';

/** The page's address, which may contain a room key. */
export interface AddressBar {
  read: () => URL;
  /** Changes the address without adding an entry to the browser's history. */
  replace: (address: URL) => void;
  onChange: (listener: () => void) => void;
}

interface RoomKeyState {
  /**
   * The room key: from the address, or as the guest types it. The token endpoint gets it unless the tab has a host key
   * or an invitation.
   */
  text: string;
  /** Why the token endpoint has refused the key, so that the lobby asks for it. */
  asked: KeyFailureKind | undefined;
  /** Whether the guest's link contained a host key that is not the room's host key, or no longer. */
  isHostLinkOld: boolean;
}

/**
 * The room key. It is kept in the page's address, behind `#`, so that a reload, a copied address and an invitation
 * contain it, while no server receives it with the address. A key that the guest types is put there once the token
 * endpoint has accepted it.
 */
export interface RoomKey extends Followed<RoomKeyState> {
  write: (text: string) => void;
  /**
   * The text that the token endpoint gets as key: the host key or the invitation of this tab, otherwise the room key.
   */
  shown: () => string;
  /** The host key or the invitation of this tab. */
  pass: () => string | undefined;
  /** Called when the token endpoint has accepted this room key. */
  keep: (text: string) => void;
  /** Called when the token endpoint has refused the room key: makes the lobby ask for another one. */
  ask: (why: KeyFailureKind) => void;
  /**
   * Called when the host key or invitation of this tab is of no use any more, because it has ended or is for another
   * room.
   */
  dropPass: () => void;
  /**
   * Called when the token endpoint has taken the guest for no host. Forgets the host key of this tab if it is the key
   * that was sent, so that the guest joins with the room key.
   *
   * @param text the key that was sent
   * @returns whether a host key was forgotten
   */
  refuseHost: (text: string) => boolean;
}

/**
 * Storage in which a tab keeps its host key or invitation, so that both survive a reload and are not in the address.
 */
export interface PassPlace {
  read: () => string | undefined;
  write: (pass: string) => void;
}

export function createRoomKey(bar: AddressBar, place: PassPlace): RoomKey {
  let state: RoomKeyState = { text: keyIn(bar.read()) ?? '', asked: undefined, isHostLinkOld: false };
  const { subscribe, tellAll } = createListeners();

  let pass = takePass() ?? place.read();
  let refusedHostKey: string | undefined;

  /** Takes the host key or invitation out of the page's address, because guests copy the address to invite others. */
  function takePass(): string | undefined {
    const address = bar.read();
    const found = passIn(address);
    if (found === undefined) return undefined;
    place.write(found);
    bar.replace(withKey(address, keyIn(address)));
    return found;
  }

  function set(change: Partial<RoomKeyState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  function forgetPass(): void {
    if (pass !== undefined) place.write('');
    pass = undefined;
  }

  // Listens for a new key in the address, because opening a link that differs only in its fragment does not reload the
  // page.
  bar.onChange(() => {
    const text = keyIn(bar.read());
    const found = takePass();
    if (found !== undefined) pass = found;
    if (text === undefined && found === undefined) return;
    set({ ...(text !== undefined && { text }), ...(found !== undefined && { isHostLinkOld: false }) });
  });

  return {
    getState: () => state,
    subscribe,
    write: (text) => set({ text }),
    shown: () => pass ?? state.text,
    pass: () => pass,
    keep(text) {
      if (text === pass || text === refusedHostKey) return;
      const key = parseRoomKey(text);
      const address = bar.read();
      if (key !== undefined && keyIn(address) !== key) bar.replace(withKey(address, key));
    },
    ask(why) {
      // The host key or invitation is forgotten, because otherwise it would be sent instead of the room key that the
      // guest types.
      forgetPass();
      set({ asked: why });
    },
    dropPass() {
      if (pass === undefined) return;
      forgetPass();
      tellAll();
    },
    refuseHost(text) {
      if (text !== pass || isInvitation(text)) return false;
      refusedHostKey = pass;
      forgetPass();
      set({ isHostLinkOld: true });
      return true;
    },
  };
}

export function tabPassPlace(): PassPlace {
  return tabPlace(passKey);
}

function tabPlace(key: string, storage: GetStorage = () => sessionStorage): PassPlace {
  return {
    read: () => readStored(storage, key) || undefined,
    write: (text) => writeStored(storage, key, text),
  };
}

/**
 * The ticket that a guest gets when a host admits them. The tab keeps it, so that a reload or a lost network does not
 * make the guest ask again. It is sent instead of the key with which the guest asked.
 */
export interface Ticket {
  /**
   * Finds the ticket of a guest who asked with this key.
   *
   * @returns `undefined` if there is none
   */
  for: (key: string) => string | undefined;
  keep: (ticket: string, key: string) => void;
  drop: () => void;
}

/**
 * Creates the store of a guest's ticket.
 *
 * @param place storage in which the tab keeps the ticket, together with the key
 */
export function createTicket(place: PassPlace = tabPlace(ticketKey)): Ticket {
  // A space separates ticket and key, because neither contains one.
  let [ticket = '', ...keys] = (place.read() ?? '').split(' ');
  function set(next: string, key: string): void {
    ticket = next;
    keys = [key];
    place.write(next && `${next} ${key}`);
  }
  return {
    for: (key) => (ticket !== '' && keys.join(' ') === key ? ticket : undefined),
    keep: set,
    drop: () => set('', ''),
  };
}

export function browserAddressBar(): AddressBar {
  return {
    read: () => new URL(location.href),
    replace: (address) => history.replaceState(history.state, '', address),
    onChange: (listener) => addEventListener('hashchange', listener),
  };
}
