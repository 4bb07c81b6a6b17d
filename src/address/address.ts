import { defaultRoom } from '../../common/contract.ts';
import { isLanguage, type Language } from './language.ts';

/** The parameters in the page's address. They choose a room, a name and a language, or the connection check. */
export interface Address {
  room: string;
  /** The initial content of the lobby's name field; the guest may change it. */
  name: string | undefined;
  language: Language | undefined;
  /** Whether the page is the connection check instead of a room. */
  isCheck: boolean;
}

/**
 * Reads the parameters of `/?room=NAME&name=…&lang=ja|en` and of `/?check`. All of them are in the query, so that a
 * static host needs no rewrite rules. The token handler decides whether the guest may join the room.
 */
export function readAddress(url: URL): Address {
  const room = url.searchParams.get('room')?.trim();
  const language = url.searchParams.get('lang');
  return {
    room: room || defaultRoom,
    name: url.searchParams.get('name')?.trim() || undefined,
    language: isLanguage(language) ? language : undefined,
    isCheck: url.searchParams.has('check'),
  };
}

/** Link to the connection check for the room of this address. */
export function checkLink(address: URL): string {
  const link = new URL(address);
  link.searchParams.delete('name');
  link.searchParams.set('check', '');
  return link.href;
}

/** Link from the connection check back to the room. */
export function roomLink(address: URL): string {
  const link = new URL(address);
  link.searchParams.delete('check');
  return link.href;
}
