import { cutText } from './graphemes.ts';

/** How many characters a display name may have, as people count them (grapheme clusters). */
export const longestDisplayName = 60;

/** In UTF-8: livekit-server's default for `limit.max_participant_name_length`. It holds 60 characters of most scripts and of simple emoji. */
const longestNameBytes = 256;

/** Cuts off work on a text that nobody typed, such as a megabyte from another program. */
const longestReadText = 1000;

/**
 * The flag of England, Scotland or Wales; or a character that shows something, with its variation selector, and with a joiner where the next
 * character is a letter or an emoji (Persian, Sinhala, families of emoji). Everything else shows nothing: control and format characters,
 * direction overrides, lone surrogates, default-ignorable code points such as U+3164, and the two blank symbols U+2800 and U+1D159.
 */
const visible =
  /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}|[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2800\uFFFC\u{1D159}](?:[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]|[\u180B-\u180F])?(?:(?:\u200C|\u200D)(?=[\p{L}\p{S}]))?/gu;

/** Marks that pile up on one letter; no name in use has more than three. */
const piledMarks = /([\p{Mn}\p{Me}]{3})[\p{Mn}\p{Me}]+/gu;

/**
 * What can be read of a text as one line: nothing invisible, nothing that turns the text, at most three marks on a letter.
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
