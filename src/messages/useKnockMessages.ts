import { knockEn, type KnockMessages } from './knockEn.ts';
import { knockJa } from './knockJa.ts';
import { useSpeech } from './MessagesContext.tsx';

const texts: Record<ReturnType<typeof useSpeech>['language'], KnockMessages> = { en: knockEn, ja: knockJa };

/** The messages for a guest who waits for a host. Both languages are in one file, because few guests load it. */
export function useKnockMessages(): KnockMessages {
  return texts[useSpeech().language];
}
