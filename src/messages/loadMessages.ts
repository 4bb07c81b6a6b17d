import type { Messages } from './en.ts';
import type { Language } from './language.ts';
import type { RoomMessages } from './roomEn.ts';

/** The sentences of the lobby in one language: nobody waits for those of the others. */
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

/** The sentences of the room, which the lobby does without. */
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
