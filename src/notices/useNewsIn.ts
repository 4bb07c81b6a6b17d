import { RoomEvent, type Room } from 'livekit-client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useReactionsIn } from '../gestures/ReactionsContext.tsx';
import { useHandsIn } from '../gestures/useHands.ts';
import { nameIn } from '../meeting/names.ts';
import { useActiveDevice } from '../room/useDeviceList.ts';
import { watchComings, type Comings, type People } from '../meeting/arrivals.ts';
import { useNewsDesk } from './NewsContext.tsx';
import { useSounds } from './SoundsContext.tsx';

/** For the page of the room: lets what happens there be heard. */
export function useNewsIn(room: Room): void {
  const { add } = useNewsDesk();
  const { play, setSpeaker } = useSounds();
  const speakerId = useActiveDevice(room, 'audiooutput');
  useEffect(() => setSpeaker(speakerId), [setSpeaker, speakerId]);
  useHandsIn(room, ({ identity }) => {
    add('hand', [nameIn(room, identity)]);
    play('hand');
  });
  useReactionsIn(room, ({ identity }) => add('reaction', [nameIn(room, identity)]));
  useComings(room, ({ came, left }) => {
    add('came', came);
    add('left', left);
    play(came.length > 0 ? 'came' : 'left');
  });
}

function useComings(room: Room, onComings: (comings: Comings) => void): void {
  const tell = useEffectEvent(onComings);
  /** Who was in the room before this one: it is the same room, joined anew after the connection was lost. */
  const before = useRef<People>(undefined);
  useEffect(() => {
    const watch = watchComings(
      () =>
        new Map([...room.remoteParticipants.keys()].map((identity) => [identity, nameIn(room, identity)])),
      (comings) => tell(comings),
      before.current,
    );
    if (before.current) watch.resume();
    room
      .on(RoomEvent.ParticipantConnected, watch.note)
      .on(RoomEvent.ParticipantDisconnected, watch.note)
      .on(RoomEvent.Reconnecting, watch.pause)
      .on(RoomEvent.SignalReconnecting, watch.pause)
      .on(RoomEvent.Disconnected, watch.pause)
      .on(RoomEvent.Reconnected, watch.resume);
    return () => {
      before.current = watch.stop();
      room
        .off(RoomEvent.ParticipantConnected, watch.note)
        .off(RoomEvent.ParticipantDisconnected, watch.note)
        .off(RoomEvent.Reconnecting, watch.pause)
        .off(RoomEvent.SignalReconnecting, watch.pause)
        .off(RoomEvent.Disconnected, watch.pause)
        .off(RoomEvent.Reconnected, watch.resume);
    };
  }, [room]);
}
