import { isLanguage } from '../address/language.ts';
import { useMessages, useSpeech } from '../messages/MessagesContext.tsx';
import { part } from '../start/page/parts.ts';
import styles from './LanguageSelect.module.css';

/**
 * Selects the language of the page. Each language is listed under its own name, for guests who cannot read the current
 * one.
 *
 * @param isField whether it looks like a field of a form
 */
export function LanguageSelect({ isField = false }: { isField?: boolean }) {
  const { language: label } = useMessages();
  const { language, setLanguage } = useSpeech();
  return (
    <select
      {...part('language')}
      className={isField ? undefined : styles.language}
      aria-label={label}
      value={language}
      onChange={(event) => {
        if (isLanguage(event.target.value)) setLanguage(event.target.value);
      }}
    >
      <option value="en">English</option>
      <option value="ja">日本語</option>
    </select>
  );
}
