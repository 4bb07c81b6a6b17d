import { Track } from 'livekit-client';
import { pictureShare } from '../media/received/receivedVideo.ts';
import { usePictures } from './usePictures.ts';
import type { Tile } from './useTiles.ts';

/** Whether somebody's picture is not received, by wish or for a weak network. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  // Not the whole state: it changes with every speaker.
  return usePictures((state) => !isLocal && pictureShare(state, { identity, isScreen }) === 'none');
}
