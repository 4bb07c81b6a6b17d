import { defaultRoom } from '../../token/contract.ts';
import { parseDisplayName } from '../../token/displayName.ts';
import { isLanguage, type Language } from '../messages/language.ts';

/** What the page's address asks for. */
export interface Address {
  room: string;
  /** A display name to start with; the guest may change it. */
  name: string | undefined;
  language: Language | undefined;
}

/**
 * Reads `/?room=NAME&name=…&lang=ja|en`. Everything stands in the query, so that any static host
 * serves the app without rewrite rules. Whether the room may be opened is the token handler's to say.
 */
export function readAddress(url: URL): Address {
  const room = url.searchParams.get('room')?.trim();
  const language = url.searchParams.get('lang');
  return {
    room: room || defaultRoom,
    name: parseDisplayName(url.searchParams.get('name') ?? ''),
    language: isLanguage(language) ? language : undefined,
  };
}
