import { createContext, useContext, useEffect, type ReactNode } from 'react';
import type { Messages } from './en.ts';
import type { Language } from '../address/language.ts';
import type { AllMessages, Speech } from './speech.ts';
import { useFollowed } from '../useFollowed.ts';

const SpeechContext = createContext<Speech | undefined>(undefined);

/** Gives the views inside it the messages in the guest's language. `speech.load` must have resolved before. */
export function SpeechProvider({ speech, children }: { speech: Speech; children: ReactNode }) {
  return (
    <SpeechContext value={speech}>
      <DocumentLanguage />
      {children}
    </SpeechContext>
  );
}

/** Sets the document's language, which screen readers, hyphenation and the choice of Han glyphs need. */
function DocumentLanguage() {
  const { language } = useSpeech();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return null;
}

export function useSpeech(): { language: Language; setLanguage: (language: Language) => void } {
  const [{ language }, { setLanguage }] = useSpoken();
  return { language, setLanguage };
}

/** The messages of the lobby, and those that lobby and room have in common. */
export function useMessages(): Messages {
  const [{ messages }] = useSpoken();
  if (!messages) throw new Error('The sentences are used before they have been loaded.');
  return messages;
}

/** The messages of lobby and room. Only for views that are loaded with the room (src/pages/roomPage.ts). */
export function useRoomMessages(): AllMessages {
  const [{ room }] = useSpoken();
  if (!room) throw new Error('The sentences of the room are used before they have been loaded.');
  return room;
}

function useSpoken() {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('There is no SpeechProvider above this view.');
  return [useFollowed(speech), speech] as const;
}
