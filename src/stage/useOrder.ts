import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { addNewcomers, bringForward, type Order } from '../meeting/order.ts';

interface FollowedOrder {
  order: Order;
  /** Follows who speaks; nothing is drawn anew unless somebody has to move. */
  setOrder: (change: (order: Order) => Order) => void;
}

/** The order of the others: as they came, except for those who were brought forward. */
export function useOrder(present: readonly string[]): FollowedOrder {
  const [known, setOrder] = useState<Order>([]);
  const order = addNewcomers(known, present);
  if (order !== known) setOrder(order);
  return { order, setOrder };
}

/** Brings those who speak on a later page to the first one. */
export function useBringForward(
  room: Room,
  {
    present,
    onFirstPage,
    setOrder,
  }: { present: readonly string[]; onFirstPage: number } & Pick<FollowedOrder, 'setOrder'>,
): void {
  useEffect(() => {
    if (onFirstPage === Infinity) return undefined;
    function follow(speakers: Participant[]): void {
      const speaking = speakers.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity);
      const lastSpokeMs = (identity: string) =>
        room.remoteParticipants.get(identity)?.lastSpokeAt?.getTime() ?? 0;
      setOrder((order) => bringForward(order, speaking, { present, onFirstPage, lastSpokeMs }));
    }
    room.on(RoomEvent.ActiveSpeakersChanged, follow);
    return () => {
      room.off(RoomEvent.ActiveSpeakersChanged, follow);
    };
  }, [room, present, onFirstPage, setOrder]);
}
