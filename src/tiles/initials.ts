import { graphemes } from '../../common/graphemes.ts';

/**
 * One or two letters that stand for a name where there is no picture: the first of the first and of
 * the last word; of a name in one word (as in Japanese) the first alone. Letters are whole graphemes.
 */
export function initials(name: string): string {
  // The number of a namesake: "Aiko (2)".
  const words = name
    .trim()
    .replace(/\((?=\d+\)$)/, '')
    .split(/\s+/u)
    .filter(Boolean);
  const first = firstGrapheme(words[0]);
  const last = words.length > 1 ? firstGrapheme(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase();
}

/** Latin with its digits and signs, kana, Chinese characters, Hangul. */
const plain = '[!-\u02AF\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3]';
/** One that nothing joins, as the next is one of these, too. */
const plainFirst = new RegExp(`^${plain}(?=${plain}|$)`);

function firstGrapheme(word: string | undefined): string {
  if (!word) return '';
  const [letter] = plainFirst.exec(word) ?? [];
  if (letter) return letter;
  // The first segmenter of a page takes as long as drawing the tile.
  return graphemes(word)[0] ?? '';
}
