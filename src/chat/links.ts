/** A piece of a message: plain words, or an address that may be clicked. */
export type TextPiece =
  | { kind: 'text'; text: string }
  /** `text` is the address as it was typed. Where the browser would open another host than the one that is typed, it shows that host. */
  | { kind: 'link'; text: string; href: string };

/**
 * All that may belong to an address. Quotes and the punctuation of East Asian sentences end it. Behind the host so does a
 * Japanese particle after a Latin letter or a slash, since Japanese text goes on without a space: https://a.example/bです
 */
const addresses =
  /https?:\/\/[^\s<>"'`“”„‘’«»‹›…‥―※\u3001-\u3003\u3008-\u3011\u3014-\u301F・，．！？：；～｜＂＇（）＜＞［］｛｝\uFF5F-\uFF65]+/giu;
const particle = /^(https?:\/\/[^/?#]+[/?#](?:.*?[\w/])??)[をにはがのとでもへだやねよか].*$/isu;

/** Letters, marks and digits of any script, and the ASCII characters of addresses. Nothing invisible and nothing that turns the text. */
const plain = /^(?:(?!\p{DI})[\w\-.~:/?#[\]@!$&()*+,;=%\p{L}\p{M}\p{N}])+$/u;

/** Ends of sentences rather than of addresses. */
const sentenceEnd = /[.,!?:;*_~]+$/;

/** Only whole http and https addresses become links. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(addresses)) {
    const found = withoutTail(match[0].replace(particle, '$1'));
    const link = readLink(found, text.slice(match.index + found.length));
    if (!link) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(link);
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** `(see https://a.example/b).` means the address without its last two characters. */
function withoutTail(found: string): string {
  const bare = found.replace(sentenceEnd, '');
  for (const [open, close] of ['()', '[]']) {
    if (!open || !close || !bare.endsWith(close)) continue;
    if (count(bare, close) > count(bare, open)) return withoutTail(bare.slice(0, -1));
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
  // https://bank.example@elsewhere.example leads elsewhere: not worth a link.
  if (username !== '' || password !== '' || !/^https?:$/.test(protocol)) return undefined;
  // Browsers take the full stop of East Asian sentences for a dot of the host: bank.example。elsewhere.example
  if (behind === '' && /^[。．｡]\p{Script=Latin}/u.test(rest)) return undefined;
  // No top-level domain mixes ASCII with other letters: words follow without a space.
  const top = written.replace(/:\d*$/, '').split('.').at(-1) ?? '';
  if (/[\x21-\x7E]/.test(top) && /[^\x21-\x7E]/.test(top)) return undefined;
  const isAsWritten = written.replace(/:\d*$/, '').toLowerCase() === hostname;
  return { kind: 'link', text: isAsWritten ? found : `${protocol}//${host}${behind}`, href };
}
