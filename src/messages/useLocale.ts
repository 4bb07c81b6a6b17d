import { useSpeech } from './MessagesContext.tsx';

/**
 * The locale for times, dates and numbers: the first locale of the browser in the page's language, such as `en-GB`,
 * otherwise the page's language. So a page in English never shows times as a German browser writes them.
 */
export function useLocale(): string {
  const { language } = useSpeech();
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}
