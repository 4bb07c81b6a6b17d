import { Track } from 'livekit-client';
import { videoShare } from '../media/received/receivedVideo.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import type { Tile } from '../meeting/tiles.ts';

/** Whether the page does not receive the video of a tile, because the guest has hidden it or the network is weak. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  // Only the result is followed, because the whole state changes with every new speaker.
  return useFollowed(
    useMeeting().video,
    (state) => !isLocal && videoShare(state, { identity, isScreen }) === 'none',
  );
}
