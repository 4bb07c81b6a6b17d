/** A piece of a message: plain text, or a link. */
export type TextPiece =
  | { kind: 'text'; text: string }
  /** `text` is the address as the author typed it, but with the host that the browser would open, if that differs. */
  | { kind: 'link'; text: string; href: string };

/**
 * Matches an address. Quotes and East Asian punctuation end it. Behind the host, a Japanese particle after a Latin
 * letter or a slash also ends the address, because Japanese text follows without a space: https://a.example/bです
 */
const addresses =
  /https?:\/\/[^\s<>"'`“”„‘’«»‹›…‥―※\u3001-\u3003\u3008-\u3011\u3014-\u301F・，．！？：；～｜＂＇（）＜＞［］｛｝\uFF5F-\uFF65]+/giu;
const particle = /^(https?:\/\/[^/?#]+[/?#](?:.*?[\w/])??)[をにはがのとでもへだやねよか].*$/isu;

/**
 * The only characters that an address may contain to become a link: letters, marks and digits of any script, and the
 * ASCII characters of addresses. Invisible characters and those that change the text's direction are not among them.
 */
const plain = /^(?:(?!\p{DI})[\w\-.~:/?#[\]@!$&()*+,;=%\p{L}\p{M}\p{N}])+$/u;

/** Punctuation at the end that belongs to the sentence rather than to the address. */
const sentenceEnd = /[.,!?:;*_~]+$/;

/** Splits a text into plain text and links. Only complete http and https addresses become links. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(addresses)) {
    const found = withoutTrailingPunctuation(match[0].replace(particle, '$1'));
    const link = readLink(found, text.slice(match.index + found.length));
    if (!link) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(link);
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/**
 * The address without trailing punctuation, and without a closing bracket that has no opening one: `(see
 * https://a.example/b).`
 */
function withoutTrailingPunctuation(found: string): string {
  const bare = found.replace(sentenceEnd, '');
  for (const [open, close] of ['()', '[]']) {
    if (!open || !close || !bare.endsWith(close)) continue;
    if (count(bare, close) > count(bare, open)) return withoutTrailingPunctuation(bare.slice(0, -1));
  }
  return bare;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function readLink(found: string, rest: string): TextPiece | undefined {
  if (!plain.test(found) || !URL.canParse(found)) return undefined;
  const { protocol, host, hostname, username, password, href } = new URL(found);
  const [, written = '', behind = ''] = /^https?:\/\/([^/?#]*)(.*)$/isu.exec(found) ?? [];
  // An address with a user name is not made a link, because it hides the host: https://bank.example@elsewhere.example
  // opens elsewhere.example.
  if (username !== '' || password !== '' || !/^https?:$/.test(protocol)) return undefined;
  // Browsers treat the East Asian full stop as a dot in the host, so an address before one is not made a link:
  // bank.example。elsewhere.example
  if (behind === '' && /^[。．｡]\p{Script=Latin}/u.test(rest)) return undefined;
  // No top-level domain mixes ASCII with other letters, so such an ending is text that follows the address without a
  // space.
  const top = written.replace(/:\d*$/, '').split('.').at(-1) ?? '';
  if (/[\x21-\x7E]/.test(top) && /[^\x21-\x7E]/.test(top)) return undefined;
  const isAsWritten = written.replace(/:\d*$/, '').toLowerCase() === hostname;
  return { kind: 'link', text: isAsWritten ? found : `${protocol}//${host}${behind}`, href };
}
