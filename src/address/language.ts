import { readRemembered, remember } from '../remembered.ts';

const languages = ['en', 'ja'] as const;

export type Language = (typeof languages)[number];

export function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text);
}

/**
 * The language of the page: the one in the address, otherwise the one that the guest chose earlier, otherwise the first
 * language of the browser that the app has, otherwise English.
 *
 * @param requested from `?lang=`
 * @param preferred BCP 47 tags in order of preference, as in `navigator.languages`
 */
export function pickLanguage(requested: Language | undefined, preferred: readonly string[]): Language {
  if (requested) return requested;
  const remembered = readRemembered('language');
  if (typeof remembered === 'string' && isLanguage(remembered)) return remembered;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

export function rememberLanguage(language: Language): void {
  remember('language', language);
}
