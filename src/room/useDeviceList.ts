import { Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useRoomContext } from './RoomContext.tsx';
import { useLatestOfRoom } from './useLatest.ts';

const activeEvents = [RoomEvent.ActiveDeviceChanged];

/**
 * The devices of a kind, followed as they come and go, and named once the guest has allowed one: `devicechange` does not tell that. Asks no
 * permission.
 */
export function useDeviceList(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  const room = useRoomContext();
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const list = async () => {
      // Without an answer there is nothing to choose from.
      const found = await Room.getLocalDevices(kind, false).catch(() => []);
      if (!stop.signal.aborted) setDevices(found);
    };
    void list();
    // The types say that it is always there; on an insecure page it is not.
    const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
    mediaDevices?.addEventListener('devicechange', () => void list(), { signal: stop.signal });
    const onOpened = () => void list();
    room.on(RoomEvent.LocalTrackPublished, onOpened).on(RoomEvent.ActiveDeviceChanged, onOpened);
    return () => {
      stop.abort();
      room.off(RoomEvent.LocalTrackPublished, onOpened).off(RoomEvent.ActiveDeviceChanged, onOpened);
    };
  }, [kind, room]);
  return devices;
}

/** Which one the room uses. */
export function useActiveDevice(room: Room, kind: MediaDeviceKind): string {
  return useLatestOfRoom(room, activeEvents, () => room.getActiveDevice(kind) ?? 'default');
}
