import { cleanName } from '../../../common/cleanName.ts';
import { fieldOf } from '../../../common/fieldOf.ts';
import { cutText, graphemes } from '../../../common/graphemes.ts';
import { parseJson } from '../../../common/parseJson.ts';
import { maxIdLength, maxTextLength, type Author, type ChatMessage } from './chatLog.ts';
import { cleanFileName } from './fileContent.ts';
import { keepFairly } from './keepFairly.ts';

/** Number of messages that one history contains at most. */
const maxTold = 100;

/**
 * Number of characters that a history has at most; a longer one is neither sent nor read. Even in UTF-8 this stays
 * below the limit for streams (src/session/livekit/limitStreams.ts).
 */
const maxAnswerLength = 500_000;

const maxAgeMs = 24 * 60 * 60 * 1000;

/** Times of messages may be wrong by this much, because of network latency and clock drift. */
const slackMs = 10_000;

/** A period in which this guest may have missed messages. */
export interface Absence {
  /** Sort key at which the absence begins; `-Infinity` for a newcomer. */
  fromOrder: number;
  toOrder: number;
  lengthMs: number;
}

/**
 * The chat history for a newcomer, as JSON: messages that this guest wrote or received from their authors, but none
 * that this guest knows only from the history of another participant. A message has an age instead of a time, because
 * computers' clocks differ.
 *
 * @param nowOrder a sort key after all messages, from `ChatLog.nextOrder`
 */
export function writeHistory(messages: readonly ChatMessage[], nowOrder: number): string {
  const firstHand = messages.filter((message) =>
    message.origin === 'own' ? message.delivery === 'sent' : message.origin === 'live',
  );
  const told = keepFairly(firstHand, maxTold).map(({ id, author, text, file, order }) => ({
    id,
    identity: author.identity,
    name: author.name,
    text,
    file,
    ageMs: nowOrder - order,
  }));
  let answer = JSON.stringify({ messages: told });
  while (answer.length > maxAnswerLength) {
    told.splice(0, 10);
    answer = JSON.stringify({ messages: told });
  }
  return answer;
}

/**
 * Reads the chat history that another participant has sent. It may contain anything, so invalid messages are dropped.
 * Messages from before this guest's absence are dropped as well.
 *
 * @param askedMs time of the request, by this computer's clock
 * @returns `undefined` for an invalid or empty history
 */
export function readHistory(
  answer: string,
  toldBy: Author,
  absence: Absence,
  askedMs: number,
): ChatMessage[] | undefined {
  if (answer.length > maxAnswerLength) return undefined;
  const messages = fieldOf(parseJson(answer), 'messages');
  if (!Array.isArray(messages) || messages.length === 0) return undefined;
  return messages
    .slice(-maxTold)
    .flatMap((message: unknown) => readMessage(message, toldBy, absence, askedMs) ?? []);
}

function readMessage(
  message: unknown,
  toldBy: Author,
  { fromOrder, toOrder, lengthMs }: Absence,
  askedMs: number,
): ChatMessage | undefined {
  const id = shortText(fieldOf(message, 'id'), maxIdLength);
  const identity = shortText(fieldOf(message, 'identity'), maxIdLength);
  const text = wellFormed(fieldOf(message, 'text'));
  const name = wellFormed(fieldOf(message, 'name'));
  const ageMs = fieldOf(message, 'ageMs');
  if (!id || !identity || !text || cutText(text, maxTextLength) !== text || name === undefined)
    return undefined;
  if (typeof ageMs !== 'number' || !(ageMs >= 0)) return undefined;
  if (ageMs > lengthMs + slackMs) return undefined;
  const knownAgeMs = Math.min(ageMs, maxAgeMs);
  return {
    id,
    author: { identity, name: cleanName(name) },
    ...readContent(text, fieldOf(message, 'file')),
    atMs: askedMs - knownAgeMs,
    order: Math.min(Math.max(toOrder - knownAgeMs, fromOrder), toOrder),
    origin: 'history',
    toldBy,
  };
}

/**
 * Reads the text of a message in a received chat history, and name and size of its file, if it has one. The file's
 * content is not part of a history.
 */
function readContent(text: string, file: unknown): Pick<ChatMessage, 'text' | 'file'> {
  const size = fieldOf(file, 'size');
  if (typeof size !== 'number' || !(size > 0)) return { text };
  const name = cleanFileName(text);
  return { text: name, file: { name, size } };
}

/** By how many grapheme clusters a message is too long; negative while that many more may be typed. */
export function excessOf(text: string): number {
  const count = graphemes(text).length;
  const kept = cutText(text, maxTextLength);
  return kept === text ? count - maxTextLength : count - graphemes(kept).length;
}

/**
 * The string with lone surrogates replaced, because JSON can contain them and other code can't encode them; `undefined`
 * if the value is not a string.
 */
function wellFormed(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : undefined;
}

function shortText(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value.length <= maxLength ? wellFormed(value) : undefined;
}
