import { cutName, parseVisibleName, visibleText } from './displayName.ts';

/** What the app itself writes behind a name (src/messages), in the form of `nameSkeleton`. */
const ownLabel = /^(?:[\p{P}\p{S}]+(?:you|あなた)|['’]sscreen|さんの画面)+[\p{P}\p{S}]*$/u;

/** Pairs: a letter in lower case, and the one that it is taken for. Cyrillic, Greek, Latin with digits, kana with kanji. */
const lookalikes = new Map(
  'аa еe оo рp сc уy хx іl јj ѕs һh ԁd ԛq ԝw ӏl вb кk мm тt нh αa βb εe ηh ιl κk μm νv οo ρp τt υy χx օo ɑa ıl il 1l 0o 力カ 二ニ 一ー 口ロ 工エ 夕タ 卜ト 八ハ ヘへ べベ ぺペ リり'
    .split(' ')
    .map(([letter = '', taken = '']) => [letter, taken]),
);

/**
 * What a name looks like. Two names with the same skeleton can't be told apart at a glance: case, width, lookalike letters, blanks and invisible
 * characters are evened out. For comparing only, never shown.
 */
export function nameSkeleton(name: string): string {
  const even = name
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{DI}]/gu, '')
    .toLowerCase();
  return Array.from(even, (letter) => lookalikes.get(letter) ?? letter).join('');
}

/**
 * A display name as it may be shown, made of any text: one line, nothing invisible and nothing that turns the text, at most three marks on a
 * letter, none of the app's own labels at its end ("(you)"), at most 60 characters and 256 bytes. What another guest is called goes through
 * here each time it is shown, since LiveKit lets guests rename themselves in the room.
 *
 * @returns an empty text when nothing remains
 */
export function cleanName(text: string): string {
  return withoutOwnLabel(cutName(visibleText(text)));
}

/**
 * The display name that a guest gets from the token handler: cleaned as for everyone who will see it.
 *
 * @returns `undefined` when nothing remains, or more than 60 characters or 256 bytes
 */
export function parseDisplayName(text: string): string | undefined {
  return withoutOwnLabel(parseVisibleName(text) ?? '') || undefined;
}

function withoutOwnLabel(name: string): string {
  if (!/(?:you|あなた|screen|画面)[\p{P}\p{S}]*$/u.test(nameSkeleton(name))) return name;
  const letters = Array.from(name);
  const start = letters.findIndex((_letter, index) => {
    const end = nameSkeleton(letters.slice(index).join(''));
    // A name that is nothing but the label is imitation, too.
    return ownLabel.test(index === 0 ? `(${end}` : end);
  });
  return start < 0 ? name : letters.slice(0, start).join('').trimEnd();
}
