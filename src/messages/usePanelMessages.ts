import { useSpeech } from './MessagesContext.tsx';
import { panelEn, type PanelMessages } from './panelEn.ts';
import { panelJa } from './panelJa.ts';

const panels: Record<ReturnType<typeof useSpeech>['language'], PanelMessages> = { en: panelEn, ja: panelJa };

/** In both languages at once: a panel that is open when the guest chooses another one waits for no file. */
export function usePanelMessages(): PanelMessages {
  return panels[useSpeech().language];
}
