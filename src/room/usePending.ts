import type { Room } from 'livekit-client';
import { useState } from 'react';
import { useRoomContext } from './RoomContext.tsx';

interface Pending {
  /** Whether a change is under way in the current room. */
  isPending: boolean;
  /** Runs a change. */
  run: (change: () => Promise<void>) => Promise<void>;
}

/** Follows a change that LiveKit has to accept. A room that is lost may never answer, so its change does not count in the next room. */
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
        // A late answer of a lost room must not end a change in the next one.
        setPendingIn((current) => (current === room ? undefined : current));
      }
    },
  };
}
