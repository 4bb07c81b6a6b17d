import { RoomContext } from '@livekit/components-react';
import type { ReactNode } from 'react';
import { useRoomContext } from './RoomContext.tsx';

/**
 * Gives the current room to hooks and components of `@livekit/components-react` inside. Only for views that load after
 * the join: the library has 9 kB and more (gzip), which load with the first view that uses it
 * (docs/decisions/0027-components-react-after-the-join.md).
 */
export function LibraryRoom({ children }: { children: ReactNode }) {
  const room = useRoomContext();
  return <RoomContext.Provider value={room}>{children}</RoomContext.Provider>;
}
