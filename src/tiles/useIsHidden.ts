import { Track } from 'livekit-client';
import { videoShare } from '../media/received/receivedVideo.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import type { Tile } from '../meeting/tiles.ts';

/** Whether the video of a tile is not received, because the guest has hidden it or the network is weak. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  // Only the result is followed, because the whole state changes with every speaker.
  return useFollowed(
    useMeeting().video,
    (state) => !isLocal && videoShare(state, { identity, isScreen }) === 'none',
  );
}
