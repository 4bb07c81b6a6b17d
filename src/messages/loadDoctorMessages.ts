import type { DoctorMessages } from './doctorEn.ts';
import type { Language } from '../address/language.ts';

/** Loads the messages of the connection check in one language. */
export async function loadDoctorMessages(language: Language): Promise<DoctorMessages> {
  switch (language) {
    case 'en':
      return (await import('./doctorEn.ts')).doctorEn;
    case 'ja':
      return (await import('./doctorJa.ts')).doctorJa;
    default:
      return language satisfies never;
  }
}
