import { Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useRoomContext } from './RoomContext.tsx';
import { useLatestOfRoom } from './useLatest.ts';

const activeEvents = [RoomEvent.ActiveDeviceChanged];

/**
 * The list of devices of a kind. It is updated when devices come and go, and when the guest opens the first one, after
 * which browsers show labels without a `devicechange` event. The hook opens no permission prompt.
 */
export function useDeviceList(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  const room = useRoomContext();
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const list = async () => {
      // If the devices can't be listed, the guest has none to choose from.
      const found = await Room.getLocalDevices(kind, false).catch(() => []);
      if (!stop.signal.aborted) setDevices(found);
    };
    void list();
    // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
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

/** The id of the device of this kind that the room uses. */
export function useActiveDevice(room: Room, kind: MediaDeviceKind): string {
  return useLatestOfRoom(room, activeEvents, () => room.getActiveDevice(kind) ?? 'default');
}
