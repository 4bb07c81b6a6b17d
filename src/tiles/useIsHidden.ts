import { Track } from 'livekit-client';
import { pictureShare } from './pictures.ts';
import { usePictures } from './usePictures.ts';
import type { Tile } from './useTiles.ts';

/** Whether somebody's picture is not received, by wish or for a weak network. */
export function useIsHidden({ participant, source }: Tile): boolean {
  const pictures = usePictures();
  const isScreen = source === Track.Source.ScreenShare;
  if (participant.isLocal) return false;
  return pictureShare(pictures, { identity: participant.identity, isScreen }) === 'none';
}
