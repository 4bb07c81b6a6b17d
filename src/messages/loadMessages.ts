import type { Messages } from './en.ts';
import type { Language } from '../address/language.ts';
import type { RoomMessages } from './roomEn.ts';

/** Loads the messages of the lobby in one language. */
export async function loadMessages(language: Language): Promise<Messages> {
  switch (language) {
    case 'en':
      return (await import('./en.ts')).en;
    case 'ja':
      return (await import('./ja.ts')).ja;
    default:
      return language satisfies never;
  }
}

/** Loads the messages of the room in one language. */
export async function loadRoomMessages(language: Language): Promise<RoomMessages> {
  switch (language) {
    case 'en':
      return (await import('./roomEn.ts')).roomEn;
    case 'ja':
      return (await import('./roomJa.ts')).roomJa;
    default:
      return language satisfies never;
  }
}
