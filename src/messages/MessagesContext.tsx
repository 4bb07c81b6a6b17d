import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en, type Messages } from './en.ts';
import { ja } from './ja.ts';
import { rememberLanguage, type Language } from './language.ts';

const messagesOf: Record<Language, Messages> = { en, ja };

interface Speech {
  messages: Messages;
  language: Language;
  setLanguage: (language: Language) => void;
}

const SpeechContext = createContext<Speech>({ messages: en, language: 'en', setLanguage: () => {} });

/** Every view below speaks the guest's language. */
export function SpeechProvider({
  initialLanguage,
  children,
}: {
  initialLanguage: Language;
  children: ReactNode;
}) {
  const [language, setLanguage] = useState(initialLanguage);
  const speech = useMemo<Speech>(
    () => ({
      messages: messagesOf[language],
      language,
      setLanguage(chosen) {
        rememberLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language],
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
  return useContext(SpeechContext);
}

export function useMessages(): Messages {
  return useContext(SpeechContext).messages;
}
