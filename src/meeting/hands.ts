import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { handAttribute } from '../../common/contract.ts';
import type { Names } from './names.ts';

/** Times that are further ahead are not trusted. Otherwise one wrong clock would push all later hands into the future. */
const maxAheadMs = 60 * 60 * 1000;

type Attributes = Readonly<Record<string, string>>;

/** @returns time at which the hand was raised, in ms since 1970, or `undefined` */
export function raisedAtMs(attributes: Attributes): number | undefined {
  const text = attributes[handAttribute];
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Tolerated delay of a hand: it may still take a place before hands that were raised less than this later. */
const maxLateMs = 5000;

/** Time after joining in which the claimed times are trusted, because this guest did not see the hands go up. */
const newcomerMs = 5000;

interface Somebody {
  identity: string;
  attributes: Attributes;
}

/** A newcomer does not trust the time of a hand that is said to have been up for longer than this. */
const maxUpMs = 24 * 60 * 60 * 1000;

export interface HandOrder {
  /** To be called when this guest joins a room. Shortly after that, the claimed times of the others are trusted. */
  join: () => void;
  /** The number of each raised hand by its owner's identity. The first one is 1. */
  number: (participants: readonly Somebody[], nowMs?: number) => ReadonlyMap<string, number>;
}

/**
 * The order of raised hands. Participants claim the time themselves, which keeps their place through a reconnect. A new hand that claims to be much older
 * than the hands that are up already (from 1970, say) comes after them.
 */
export function createHandOrder(): HandOrder {
  /** Kept after a hand has disappeared, because its owner may be reconnecting. */
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
      // Ties are resolved by identity, the same way for everyone.
      hands.sort((a, b) => orderOf(a) - orderOf(b) || (a.identity < b.identity ? -1 : 1));
      return new Map(hands.map(({ identity }, index) => [identity, index + 1]));
    },
  };
}

function afterMs(atMs: number, othersMs: readonly number[]): number {
  return Math.max(atMs, ...othersMs.filter((other) => other < atMs + maxAheadMs).map((other) => other + 1));
}

/** Time for a hand that is raised now: after all raised hands, even if this computer's clock is behind. */
export function nextHandMs(nowMs: number, others: readonly Attributes[]): number {
  return afterMs(
    nowMs,
    others.map((attributes) => raisedAtMs(attributes) ?? 0),
  );
}

/** Raises or lowers the guest's own hand. Rejects if LiveKit does not accept it. */
export async function toggleHand(room: Room): Promise<void> {
  const { localParticipant } = room;
  const others = [...room.remoteParticipants.values()].map(({ attributes }) => attributes);
  const isUp = raisedAtMs(localParticipant.attributes) !== undefined;
  // LiveKit removes an attribute when it is set to an empty string.
  await setHand(room, isUp ? '' : String(nextHandMs(Date.now(), others)));
}

export interface Hands extends Pick<HandOrder, 'number'> {
  /** Watches the hands in this room, and raises the guest's own hand again if it was up in the last room. @returns detaches */
  attach: (room: Room) => () => void;
  /** Called when the guest has left: in a later call the guest's own hand is down. */
  end: () => void;
}

/** @param onRaised called with the name of another participant who raises a hand */
export function createHands(names: Names, onRaised: (name: string) => void): Hands {
  const order = createHandOrder();
  /** Attribute of the guest's own hand before the connection was lost. */
  let kept: string | undefined;
  return {
    number: order.number,
    attach(room) {
      const onConnected = () => order.join();
      const onReconnecting = () => (kept = ownHand(room));
      // A new connection starts without attributes, so the raised hand is set again. If LiveKit does not accept the
      // attribute, the hand stays down.
      const onReconnected = () => {
        if (kept && ownHand(room) !== kept) setHand(room, kept).catch(() => {});
      };
      const onAttributes = (changed: Record<string, string>, { isLocal, identity }: Participant) => {
        if (!isLocal && raisedAtMs(changed) !== undefined) onRaised(names.textIn(room, identity));
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
  return room.localParticipant.attributes[handAttribute];
}

function setHand(room: Room, hand: string): Promise<void> {
  return room.localParticipant.setAttributes({ [handAttribute]: hand });
}
