import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Messages } from './en.ts';
import { rememberLanguage, type Language } from './language.ts';
import { loadMessages } from './loadMessages.ts';

interface Speech {
  messages: Messages;
  language: Language;
  setLanguage: (language: Language) => void;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** Every view below speaks the guest's language. */
export function SpeechProvider({
  language: firstLanguage,
  messages: firstMessages,
  children,
}: {
  language: Language;
  messages: Messages;
  children: ReactNode;
}) {
  const [{ language, messages }, setSpoken] = useState({
    language: firstLanguage,
    messages: firstMessages,
  });
  const speech = useMemo<Speech>(
    () => ({
      messages,
      language,
      setLanguage(chosen) {
        rememberLanguage(chosen);
        loadMessages(chosen).then(
          (loaded) => setSpoken({ language: chosen, messages: loaded }),
          // Off line the page goes on in the language it has; the next visit speaks the chosen one.
          () => {},
        );
      },
    }),
    [language, messages],
  );
  useDocumentLanguage(language);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** For screen readers, hyphenation and the choice of Han glyphs. */
function useDocumentLanguage(language: Language): void {
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('There is no SpeechProvider above this view.');
  return speech;
}

export function useMessages(): Messages {
  return useSpeech().messages;
}
