import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { nameIn } from './names.ts';

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

/** So late a hand may come after one that is said to have gone up later. */
const maxLateMs = 5000;

/** Hands that are up when a guest comes, or within this time, can only be believed. */
const newcomerMs = 5000;

interface Somebody {
  identity: string;
  attributes: Attributes;
}

/** A day: nobody holds a hand up for longer. */
const maxUpMs = 24 * 60 * 60 * 1000;

export interface HandOrder {
  /** To be called when this guest joins a room. It did not see the hands go up that are up already, and takes the time that their owners give. */
  join: () => void;
  /** The number of each raised hand by its owner's identity, the one that went up first being 1. */
  number: (participants: readonly Somebody[], nowMs?: number) => ReadonlyMap<string, number>;
}

/**
 * The order of hands as this guest has seen them go up. Their owners say when, which keeps a hand's place through a reconnect; but a hand that is
 * said to have gone up long before those that are up already (in 1970) comes after them.
 */
export function createHandOrder(): HandOrder {
  /** Kept while a hand is away: its owner may be reconnecting. */
  const seen = new Map<string, { saidMs: number; orderMs: number }>();
  let isNewUntilMs = 0;
  return {
    join: () => (isNewUntilMs = performance.now() + newcomerMs),
    number(participants, nowMs = Date.now()) {
      const isNew = performance.now() < isNewUntilMs;
      const hands = participants
        .flatMap(({ identity, attributes }) => {
          const saidMs = raisedAtMs(attributes);
          return saidMs === undefined ? [] : [{ identity, saidMs }];
        })
        .toSorted((a, b) => a.saidMs - b.saidMs);
      for (const { identity, saidMs } of hands) {
        if (seen.get(identity)?.saidMs === saidMs) continue;
        const others = hands.flatMap((other) =>
          other.identity === identity ? [] : (seen.get(other.identity)?.orderMs ?? []),
        );
        const isOff = Math.abs(saidMs - nowMs) > (isNew ? maxUpMs : maxAheadMs);
        const claimMs = isOff ? nowMs : saidMs;
        const orderMs = afterMs(claimMs, others);
        seen.set(identity, { saidMs, orderMs: isNew || orderMs - claimMs < maxLateMs ? claimMs : orderMs });
      }
      const orderOf = ({ identity }: { identity: string }) => seen.get(identity)?.orderMs ?? 0;
      // A tie is broken the same way for everyone.
      hands.sort((a, b) => orderOf(a) - orderOf(b) || (a.identity < b.identity ? -1 : 1));
      return new Map(hands.map(({ identity }, index) => [identity, index + 1]));
    },
  };
}

function afterMs(atMs: number, othersMs: readonly number[]): number {
  return Math.max(atMs, ...othersMs.filter((other) => other < atMs + maxAheadMs).map((other) => other + 1));
}

/** When a hand goes up now: after those that are up, even where this computer's clock is behind theirs. */
export function nextHandMs(nowMs: number, others: readonly Attributes[]): number {
  return afterMs(
    nowMs,
    others.map((attributes) => raisedAtMs(attributes) ?? 0),
  );
}

/** Raises or lowers one's own hand. Rejects when LiveKit does not take it. */
export async function toggleHand(room: Room): Promise<void> {
  const { localParticipant } = room;
  const others = [...room.remoteParticipants.values()].map(({ attributes }) => attributes);
  const isUp = raisedAtMs(localParticipant.attributes) !== undefined;
  // An empty attribute is a removed one.
  await setHand(room, isUp ? '' : String(nextHandMs(Date.now(), others)));
}

export interface Hands extends Pick<HandOrder, 'number'> {
  /** Follows the others' hands in this room, and raises one's own again if it was up in the room before. @returns ends it */
  attach: (room: Room) => () => void;
  /** The guest has left: in a later call the own hand is down. */
  end: () => void;
}

/** @param onRaised is told the name of a participant who has just raised a hand */
export function createHands(onRaised: (name: string) => void): Hands {
  const order = createHandOrder();
  /** One's own hand as it was before the connection was made anew, perhaps as another room. */
  let kept: string | undefined;
  return {
    number: order.number,
    attach(room) {
      const onConnected = () => order.join();
      const onReconnecting = () => (kept = ownHand(room));
      // A new connection begins with the hand down. If LiveKit does not take it, it stays down.
      const onReconnected = () => {
        if (kept && ownHand(room) !== kept) setHand(room, kept).catch(() => {});
      };
      const onAttributes = (changed: Record<string, string>, { isLocal, identity }: Participant) => {
        if (!isLocal && raisedAtMs(changed) !== undefined) onRaised(nameIn(room, identity));
      };
      onConnected();
      onReconnected();
      room
        .on(RoomEvent.Connected, onConnected)
        .on(RoomEvent.Reconnecting, onReconnecting)
        .on(RoomEvent.Reconnected, onReconnected)
        .on(RoomEvent.ParticipantAttributesChanged, onAttributes);
      return () => {
        kept = ownHand(room);
        room
          .off(RoomEvent.Connected, onConnected)
          .off(RoomEvent.Reconnecting, onReconnecting)
          .off(RoomEvent.Reconnected, onReconnected)
          .off(RoomEvent.ParticipantAttributesChanged, onAttributes);
      };
    },
    end: () => (kept = undefined),
  };
}

function ownHand(room: Room): string | undefined {
  return room.localParticipant.attributes[attribute];
}

function setHand(room: Room, hand: string): Promise<void> {
  return room.localParticipant.setAttributes({ [attribute]: hand });
}
