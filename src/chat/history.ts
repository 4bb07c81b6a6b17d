import { maxTextLength, type ChatMessage } from './chatLog.ts';

/** How many of the room's last messages a newcomer is told. */
const maxTold = 100;

/** More than `maxTold` messages of full length take; a longer answer is not even read. */
const maxAnswerLength = 500_000;

/** Of ids and identities; LiveKit's own have 36 characters. */
export const maxIdLength = 128;
const maxNameLength = 60;
const maxAgeMs = 24 * 60 * 60 * 1000;

/** What somebody who has been here longer tells a newcomer. Ages, since clocks differ. */
export function writeHistory(messages: readonly ChatMessage[], nowMs: number): string {
  const told = messages
    .filter((message) => message.origin !== 'own' || message.delivery === 'sent')
    .slice(-maxTold)
    .map(({ id, author, text, atMs }) => ({
      id,
      identity: author.identity,
      name: author.name,
      text,
      ageMs: nowMs - atMs,
    }));
  return JSON.stringify({ messages: told });
}

/** Another guest's answer, who may send anything: what is not a message is left out. */
export function readHistory(answer: string, toldBy: string, nowMs: number): ChatMessage[] {
  if (answer.length > maxAnswerLength) return [];
  const messages = property(parseJson(answer), 'messages');
  if (!Array.isArray(messages)) return [];
  return messages.slice(-maxTold).flatMap((message: unknown) => readMessage(message, toldBy, nowMs) ?? []);
}

function readMessage(message: unknown, toldBy: string, nowMs: number): ChatMessage | undefined {
  const id = shortText(property(message, 'id'), maxIdLength);
  const identity = shortText(property(message, 'identity'), maxIdLength);
  const text = shortText(property(message, 'text'), maxTextLength);
  const name = property(message, 'name');
  const ageMs = property(message, 'ageMs');
  if (!id || !identity || !text || typeof name !== 'string') return undefined;
  if (typeof ageMs !== 'number' || !(ageMs >= 0)) return undefined;
  return {
    id,
    author: { identity, name: name.slice(0, maxNameLength) },
    text,
    atMs: nowMs - Math.min(ageMs, maxAgeMs),
    origin: 'history',
    toldBy,
  };
}

function shortText(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value.length <= maxLength ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
