import type { Room } from 'livekit-client';

/** The attribute that everyone sees of a participant: when the hand went up, in ms; missing while it is down. */
const attribute = 'first-room.hand';

/** An hour: nobody's clock is trusted to be further ahead, so that nobody keeps the last place for ever. */
const maxAheadMs = 60 * 60 * 1000;

type Attributes = Readonly<Record<string, string>>;

/** @returns when the hand went up, `undefined` while it is down */
export function raisedAtMs(attributes: Attributes): number | undefined {
  const text = attributes[attribute];
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The number of each raised hand by its owner's identity, the one that went up first being 1. */
export function numberHands(
  participants: readonly { identity: string; attributes: Attributes }[],
): ReadonlyMap<string, number> {
  const hands = participants.flatMap(({ identity, attributes }) => {
    const atMs = raisedAtMs(attributes);
    return atMs === undefined ? [] : [{ identity, atMs }];
  });
  // A tie is broken the same way for everyone.
  hands.sort((a, b) => a.atMs - b.atMs || (a.identity < b.identity ? -1 : 1));
  return new Map(hands.map(({ identity }, index) => [identity, index + 1]));
}

/** When a hand goes up now: after those that are up, even where this computer's clock is behind theirs. */
export function nextHandMs(nowMs: number, others: readonly Attributes[]): number {
  const up = others.map((attributes) => raisedAtMs(attributes) ?? 0);
  return Math.max(nowMs, ...up.filter((atMs) => atMs < nowMs + maxAheadMs).map((atMs) => atMs + 1));
}

/** Raises or lowers one's own hand. Rejects when LiveKit does not take it. */
export async function toggleHand(room: Room): Promise<void> {
  const { localParticipant } = room;
  const others = [...room.remoteParticipants.values()].map(({ attributes }) => attributes);
  const isUp = raisedAtMs(localParticipant.attributes) !== undefined;
  // An empty attribute is a removed one.
  await setHand(room, isUp ? '' : String(nextHandMs(Date.now(), others)));
}

/** One's own hand as it is now, for `restoreHand`. */
export function ownHand(room: Room): string | undefined {
  return room.localParticipant.attributes[attribute];
}

/** After the connection was made anew, which begins with the hand down. Rejects when LiveKit does not take it. */
export async function restoreHand(room: Room, hand: string | undefined): Promise<void> {
  if (hand && ownHand(room) !== hand) await setHand(room, hand);
}

function setHand(room: Room, hand: string): Promise<void> {
  return room.localParticipant.setAttributes({ [attribute]: hand });
}
