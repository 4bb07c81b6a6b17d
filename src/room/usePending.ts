import type { Room } from 'livekit-client';
import { useState } from 'react';
import { useRoomContext } from './RoomContext.tsx';

interface Pending {
  /** Whether a change that was made in the current room still waits for LiveKit's answer. */
  isPending: boolean;
  /** Makes a change, which is pending until its promise settles. */
  run: (change: () => Promise<void>) => Promise<void>;
}

/**
 * Follows a change that LiveKit has to accept. A lost room may never answer, so a change in it does not count as
 * pending in the next room.
 */
export function usePending(): Pending {
  const room = useRoomContext();
  const [pendingIn, setPendingIn] = useState<Room>();
  return {
    isPending: pendingIn === room,
    async run(change) {
      setPendingIn(room);
      try {
        await change();
      } finally {
        // A late answer of a lost room must not end the change that is pending in the next room.
        setPendingIn((current) => (current === room ? undefined : current));
      }
    },
  };
}
