import { Track } from 'livekit-client';
import { videoShare } from '../media/received/receivedVideo.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import type { Tile } from '../meeting/tiles.ts';

/** Whether the page does not receive the video of a tile, because the guest has hidden it or the network is weak. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  // The component follows only this result, not the whole state: the state changes with every new speaker, and the
  // component would be rendered each time.
  return useFollowed(
    useMeeting().video,
    (state) => !isLocal && videoShare(state, { identity, isScreen }) === 'none',
  );
}
