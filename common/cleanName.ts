import { cutName, parseVisibleName, visibleText } from './displayName.ts';

/** The labels that the app appends to a name (src/messages), in the form that `nameSkeleton` returns. */
const ownLabel = /^(?:[\p{P}\p{S}]+(?:you|あなた)|['’]sscreen|さんの画面)+[\p{P}\p{S}]*$/u;

/**
 * Pairs of a lower-case letter and its lookalike: Cyrillic and Greek with Latin, letters with digits, kana with kanji.
 */
const lookalikes = new Map(
  'аa еe оo рp сc уy хx іl јj ѕs һh ԁd ԛq ԝw ӏl вb кk мm тt нh αa βb εe ηh ιl κk μm νv οo ρp τt υy χx օo ɑa ıl il 1l 0o 力カ 二ニ 一ー 口ロ 工エ 夕タ 卜ト 八ハ ヘへ べベ ぺペ リり'
    .split(' ')
    .map(([letter = '', taken = '']) => [letter, taken]),
);

/**
 * Maps names that look alike to the same string: it evens out case, width, lookalike letters, white space and invisible
 * characters (compare the skeletons of UTS #39). For comparison only, never shown.
 */
export function nameSkeleton(name: string): string {
  const even = name
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{DI}]/gu, '')
    .toLowerCase();
  return Array.from(even, (letter) => lookalikes.get(letter) ?? letter).join('');
}

/**
 * Makes any text into a display name that is safe to show: one line, no invisible characters, no direction overrides,
 * at most three combining marks on a letter, none of the app's own labels ("(you)") at the end, at most 60 characters
 * and 256 bytes. Applied to other guests' names each time they are shown, since LiveKit lets guests rename themselves
 * in the room.
 *
 * @returns an empty string when nothing remains
 */
export function cleanName(text: string): string {
  return withoutOwnLabel(cutName(visibleText(text)));
}

/**
 * Parses the display name that a guest asks the token handler for, with the same cleaning that is applied when it is
 * shown.
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
    // A name that consists of the label alone is removed as well, with or without the label's opening bracket.
    return ownLabel.test(index === 0 ? `(${end}` : end);
  });
  return start < 0 ? name : letters.slice(0, start).join('').trimEnd();
}
