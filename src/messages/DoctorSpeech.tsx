import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { DoctorMessages } from './doctorEn.ts';
import { loadDoctorMessages } from './loadDoctorMessages.ts';
import { useSpeech } from './MessagesContext.tsx';
import { untilLoaded } from '../untilLoaded.ts';

const DoctorContext = createContext<DoctorMessages | undefined>(undefined);

/** Gives the views inside it the messages of the connection check in the guest's language. */
export function DoctorSpeech({ first, children }: { first: DoctorMessages; children: ReactNode }) {
  const { language } = useSpeech();
  const [messages, setMessages] = useState(first);
  useEffect(() => {
    const attempt = new AbortController();
    const { signal } = attempt;
    // Until the new messages have loaded, the page keeps its last language.
    untilLoaded(() => loadDoctorMessages(language), { signal }).then(
      (loaded) => !signal.aborted && setMessages(loaded),
      () => {
        // Nothing to do: the load was aborted, because the guest has chosen another language.
      },
    );
    return () => attempt.abort();
  }, [language]);
  return <DoctorContext value={messages}>{children}</DoctorContext>;
}

export function useDoctorMessages(): DoctorMessages {
  const messages = useContext(DoctorContext);
  if (!messages) throw new Error('There is no DoctorSpeech above');
  return messages;
}
