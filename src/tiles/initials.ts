import { graphemes } from '../../common/graphemes.ts';

/**
 * Initials of a name, which a tile shows while there is no video: the first letters of the first and the last word, or
 * one letter for a name of one word (as in Japanese). Letters are whole grapheme clusters.
 */
export function initials(name: string): string {
  // Keeps the number of a numbered name like "Aiko (2)", but removes its brackets.
  const words = name
    .trim()
    .replace(/\((?=\d+\)$)/, '')
    .split(/\s+/u)
    .filter(Boolean);
  const first = firstGrapheme(words[0]);
  const last = words.length > 1 ? firstGrapheme(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase();
}

/** Matches a simple character: Latin letters, digits and signs, kana, Chinese characters and Hangul. */
const plain = '[!-\u02AF\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3]';
/**
 * Matches a simple character at the start of a word that is a whole grapheme cluster, because another simple character
 * or nothing follows.
 */
const plainFirst = new RegExp(`^${plain}(?=${plain}|$)`);

function firstGrapheme(word: string | undefined): string {
  if (!word) return '';
  const [letter] = plainFirst.exec(word) ?? [];
  if (letter) return letter;
  // For any other character Intl.Segmenter finds the grapheme cluster. It is slower: creating the page's first one
  // takes as long as rendering a tile.
  return graphemes(word)[0] ?? '';
}
