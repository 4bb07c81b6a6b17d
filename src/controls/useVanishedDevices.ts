import { useEffect, useEffectEvent } from 'react';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { followVanishing } from '../media/own/followVanishing.ts';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';

/** Shows a notice when a microphone or camera has stopped by itself. */
export function useVanishedDevices(): void {
  const room = useRoomContext();
  const { tell } = useNotices();
  const onVanished = useEffectEvent((device: DeviceKind) => tell({ device, problem: 'vanished' }));
  useEffect(() => followVanishing(room, onVanished), [room]);
}
