import { RoomEvent, type Participant, type Room, type RoomEventCallbacks } from 'livekit-client';
import { handAttribute } from '../../common/contract.ts';
import { roleOf } from '../call/roles.ts';
import { listen } from './listen.ts';
import type { Names } from './names.ts';

/**
 * How far the time at which a participant claims to have raised a hand may be ahead of this computer's clock.
 * Otherwise one wrong clock would push all later hands into the future.
 */
const maxAheadMs = 60 * 60 * 1000;

type Attributes = Readonly<Record<string, string>>;

/**
 * When a participant raised their hand, read from the participant's attributes.
 *
 * @returns time in ms since 1970, or `undefined` if the hand is not raised
 */
export function raisedAtMs(attributes: Attributes): number | undefined {
  const text = attributes[handAttribute];
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * A raised hand that arrives late may still go before hands that are already up, if those were raised less than this
 * later.
 */
const maxLateMs = 5000;

/**
 * How long after joining this guest believes the claimed times of raised hands, because this guest did not see those
 * hands go up.
 */
const newcomerMs = 5000;

interface Somebody {
  identity: string;
  attributes: Attributes;
}

/** A newcomer does not believe the time of a hand that claims to have been up for longer than this. */
const maxUpMs = 24 * 60 * 60 * 1000;

export interface HandOrder {
  /** Called when this guest joins a room. Shortly after that, the claimed times of the others' hands are believed. */
  join: () => void;
  /**
   * Numbers the raised hands in their order. The first hand has the number 1.
   *
   * @returns the numbers, by the identities of the participants
   */
  number: (participants: readonly Somebody[], nowMs?: number) => ReadonlyMap<string, number>;
}

/**
 * Puts raised hands into order. Participants claim the time at which they raised a hand, so that a hand keeps its rank
 * through a reconnect. A new hand that claims to be much older than the hands that are up already (from 1970, say)
 * comes after them.
 */
export function createHandOrder(): HandOrder {
  /**
   * The claimed time and the resulting order of each raised hand, by identity. Both are kept after a hand has
   * disappeared, because the participant may be reconnecting.
   */
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
      // Hands with the same order are sorted by identity, so that every guest sees the same order.
      hands.sort((a, b) => orderOf(a) - orderOf(b) || (a.identity < b.identity ? -1 : 1));
      return new Map(hands.map(({ identity }, index) => [identity, index + 1]));
    },
  };
}

function afterMs(atMs: number, othersMs: readonly number[]): number {
  return Math.max(atMs, ...othersMs.filter((other) => other < atMs + maxAheadMs).map((other) => other + 1));
}

/** The time to claim for a hand that is raised now: after all raised hands, even if this computer's clock is behind. */
export function nextHandMs(nowMs: number, others: readonly Attributes[]): number {
  return afterMs(
    nowMs,
    others.map((attributes) => raisedAtMs(attributes) ?? 0),
  );
}

export interface Hands extends Pick<HandOrder, 'number'> {
  /**
   * Watches the hands in this room, and raises the guest's own hand again if it was up in the last room.
   *
   * @returns stops watching
   */
  attach: (room: Room) => () => void;
  /** Raises or lowers the guest's own hand. Rejects if LiveKit does not accept it. */
  toggle: (room: Room) => Promise<void>;
  /** Called when the guest has left: in a later call the guest's own hand is down. */
  end: () => void;
}

interface HandEvents {
  /** Called with the name of another participant who raises a hand. */
  onRaised: (name: string) => void;
  /** Called with true after a host has lowered the guest's own hand, and with false when the guest raises it again. */
  onLoweredByHost: (isLowered: boolean) => void;
}

/** Creates the order of raised hands for all rooms of a page. */
export function createHands(names: Names, { onRaised, onLoweredByHost }: HandEvents): Hands {
  const order = createHandOrder();
  /** Attribute of the guest's own hand as it was before the connection was lost. */
  let kept: string | undefined;
  let isLowering = false;
  /**
   * Whether the connection is being made anew. LiveKit loses the guest's attributes then, which does not mean that a
   * host has lowered the guest's hand.
   */
  let isAway = false;
  return {
    number: order.number,
    async toggle(room) {
      const { localParticipant } = room;
      const others = [...room.remoteParticipants.values()].map(({ attributes }) => attributes);
      isLowering = raisedAtMs(localParticipant.attributes) !== undefined;
      try {
        // LiveKit removes an attribute when it is set to an empty string.
        await setHand(room, isLowering ? '' : String(nextHandMs(Date.now(), others)));
      } finally {
        isLowering = false;
      }
    },
    attach(room) {
      const onConnected = () => order.join();
      const onReconnecting = () => {
        isAway = true;
        kept = ownHand(room);
      };
      // A new connection starts without attributes, so the guest's raised hand is set again. If LiveKit does not accept
      // the attribute, the hand stays down.
      const onReconnected = () => {
        isAway = false;
        if (kept && ownHand(room) !== kept) setHand(room, kept).catch(() => {});
      };
      const onAttributes = (changed: Record<string, string>, participant: Participant) => {
        const isUp = raisedAtMs(changed) !== undefined;
        if (!participant.isLocal) {
          if (isUp) onRaised(names.textIn(room, participant.identity));
        } else if (isUp) onLoweredByHost(false);
        // The guest's hand went down without a click of the guest, so a host has lowered it. A host is not told,
        // because they may have lowered all hands themselves.
        else if (handAttribute in changed && !isLowering && !isAway && roleOf(participant) !== 'host') {
          onLoweredByHost(true);
        }
      };
      onConnected();
      onReconnected();
      const stop = listen<RoomEventCallbacks>(room, {
        [RoomEvent.Connected]: onConnected,
        [RoomEvent.Reconnecting]: onReconnecting,
        [RoomEvent.Reconnected]: onReconnected,
        [RoomEvent.ParticipantAttributesChanged]: onAttributes,
      });
      return () => {
        kept = ownHand(room);
        stop();
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
