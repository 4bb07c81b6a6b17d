import { Track } from 'livekit-client';
import { videoShare } from '../media/received/receivedVideo.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import type { Tile } from './useTiles.ts';

/** Whether somebody's video is not received, by wish or for a weak network. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  // Not the whole state: it changes with every speaker.
  return useFollowed(
    useMeeting().video,
    (state) => !isLocal && videoShare(state, { identity, isScreen }) === 'none',
  );
}
