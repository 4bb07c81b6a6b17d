import { Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useRoomContext } from './RoomContext.tsx';
import { useLatestOfRoom } from './useLatest.ts';

const activeEvents = [RoomEvent.ActiveDeviceChanged];

/**
 * The list of devices of a kind. It is updated when devices come and go, and when the first one is opened, which makes their labels available without a
 * `devicechange` event. Opens no permission prompt.
 */
export function useDeviceList(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  const room = useRoomContext();
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const list = async () => {
      // If listing fails, there are no devices to choose from.
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

/** The id of the device that the room uses. */
export function useActiveDevice(room: Room, kind: MediaDeviceKind): string {
  return useLatestOfRoom(room, activeEvents, () => room.getActiveDevice(kind) ?? 'default');
}
