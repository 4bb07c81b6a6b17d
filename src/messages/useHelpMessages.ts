import { helpEn, type HelpMessages } from './helpEn.ts';
import { helpJa } from './helpJa.ts';
import { useSpeech } from './MessagesContext.tsx';

const help: Record<ReturnType<typeof useSpeech>['language'], HelpMessages> = { en: helpEn, ja: helpJa };

/** In both languages at once: few guests load them, and nobody waits for a second file. */
export function useHelpMessages(): HelpMessages {
  return help[useSpeech().language];
}
