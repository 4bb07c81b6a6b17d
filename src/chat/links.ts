/** A piece of a message: plain words, or an address that may be clicked. */
export type TextPiece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

/**
 * The characters an address is written with, and no quotes. Browsers copy addresses in these alone, and
 * Japanese text goes on without a space: https://a.example/bです. Letters that only look like
 * others, and marks that turn the direction of writing, end an address for the same reason.
 */
const address = /https?:\/\/[\w\-.~:/?#[\]@!$&()*+,;=%]+/gi;

/** Ends of sentences rather than of addresses. */
const sentenceEnd = /[.,!?:;*_~]+$/;

/** Only http and https become links; the text of all pieces together is the text that came in. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const found = withoutTail(match[0]);
    const href = safeAddress(found);
    if (!href) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'link', text: found, href });
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

function safeAddress(found: string): string | undefined {
  if (!URL.canParse(found)) return undefined;
  const url = new URL(found);
  // https://bank.example@elsewhere.example leads elsewhere: not worth a link.
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}
