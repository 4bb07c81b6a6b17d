import type { Messages } from './en.ts';
import type { Language } from './language.ts';

/** The sentences of one language: nobody waits for those of the others. */
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
