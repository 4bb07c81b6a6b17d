import { useSpeech } from './MessagesContext.tsx';
import { panelEn, type PanelMessages } from './panelEn.ts';
import { panelJa } from './panelJa.ts';

const panels: Record<ReturnType<typeof useSpeech>['language'], PanelMessages> = { en: panelEn, ja: panelJa };

/**
 * The messages of panels and dialogs in the guest's language. Both languages are in one file, so that an open panel
 * changes its language at once.
 */
export function usePanelMessages(): PanelMessages {
  return panels[useSpeech().language];
}
