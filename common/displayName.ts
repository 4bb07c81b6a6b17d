import { cutText } from './graphemes.ts';

/** Greatest length of a display name, in grapheme clusters. */
export const longestDisplayName = 60;

/**
 * Greatest size of a display name, in bytes of UTF-8: livekit-server's default for `limit.max_participant_name_length`.
 * It is enough for 60 characters of most scripts and of simple emoji.
 */
const longestNameBytes = 256;

/**
 * Number of characters of a name that are read at all, so that a megabyte of text that another program sends as a name
 * takes no time.
 */
const longestReadText = 1000;

/**
 * Matches one visible character: the flag of England, Scotland or Wales, or any other visible character with its
 * variation selector, and with a joiner when the next character is a letter or an emoji (Persian, Sinhala, families of
 * emoji). Everything else is invisible: control and format characters, direction overrides, lone surrogates,
 * default-ignorable code points such as U+3164, and the blank symbols U+2800 and U+1D159.
 */
const visible =
  /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}|[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2800\uFFFC\u{1D159}](?:[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]|[\u180B-\u180F])?(?:(?:\u200C|\u200D)(?=[\p{L}\p{S}]))?/gu;

/** Matches more than three combining marks on one letter. No name in use has more than three. */
const piledMarks = /([\p{Mn}\p{Me}]{3})[\p{Mn}\p{Me}]+/gu;

/**
 * Returns the visible part of a text as one line: no invisible characters, no direction overrides, at most three
 * combining marks on a letter.
 *
 * @returns `undefined` when nothing remains, or more than 60 characters or 256 bytes
 */
export function parseVisibleName(text: string): string | undefined {
  const shown = visibleText(text);
  return (text.length <= longestReadText && cutName(shown) === shown && shown) || undefined;
}

export function visibleText(text: string): string {
  const shown = text.slice(0, longestReadText).normalize('NFC').replace(/\s/gu, ' ').match(visible) ?? [];
  return shown
    .join('')
    .replace(piledMarks, '$1')
    .replace(/ {2,}/g, ' ')
    .replace(/^[\p{M} ]+| $/gu, '');
}

export function cutName(name: string): string {
  return cutText(name, longestDisplayName, longestNameBytes).trimEnd();
}
