import { defaultRoom } from '../../common/contract.ts';
import { isLanguage, type Language } from '../messages/language.ts';

/** What the page's address asks for. */
export interface Address {
  room: string;
  /** A display name to start with; the guest may change it. */
  name: string | undefined;
  language: Language | undefined;
  /** Whether the connection is to be checked, rather than a room entered. */
  isCheck: boolean;
}

/**
 * Reads `/?room=NAME&name=…&lang=ja|en`, and `/?check`. Everything stands in the query, so that any static host
 * serves the app without rewrite rules. Whether the room may be opened is the token handler's to say.
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

/** Where the way to the room of this address is checked. */
export function checkLink(address: URL): string {
  const link = new URL(address);
  link.searchParams.delete('name');
  link.searchParams.set('check', '');
  return link.href;
}

/** Back from there. */
export function roomLink(address: URL): string {
  const link = new URL(address);
  link.searchParams.delete('check');
  return link.href;
}
