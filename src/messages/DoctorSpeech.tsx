import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { DoctorMessages } from './doctorEn.ts';
import { loadDoctorMessages } from './loadDoctorMessages.ts';
import { useSpeech } from './MessagesContext.tsx';

const DoctorContext = createContext<DoctorMessages | undefined>(undefined);

/** The connection check below speaks the guest's language, too. */
export function DoctorSpeech({ first, children }: { first: DoctorMessages; children: ReactNode }) {
  const { language } = useSpeech();
  const [messages, setMessages] = useState(first);
  useEffect(() => {
    let isWanted = true;
    loadDoctorMessages(language).then(
      (loaded) => isWanted && setMessages(loaded),
      // Off line it goes on in the language it has.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  return <DoctorContext value={messages}>{children}</DoctorContext>;
}

export function useDoctorMessages(): DoctorMessages {
  const messages = useContext(DoctorContext);
  if (!messages) throw new Error('There is no DoctorSpeech above');
  return messages;
}
