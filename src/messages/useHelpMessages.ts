import { helpEn, type HelpMessages } from './helpEn.ts';
import { helpJa } from './helpJa.ts';
import { useSpeech } from './MessagesContext.tsx';

const help: Record<ReturnType<typeof useSpeech>['language'], HelpMessages> = { en: helpEn, ja: helpJa };

/**
 * The help messages in the guest's language. Both languages are in one file, because few guests load it, and changing
 * the language then needs no second file.
 */
export function useHelpMessages(): HelpMessages {
  return help[useSpeech().language];
}
