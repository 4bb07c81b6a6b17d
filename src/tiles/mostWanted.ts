import { Track } from 'livekit-client';
import type { Tile } from '../meeting/tiles.ts';

/**
 * The tile that the small window on top of others shows (src/controls/MiniRoom.tsx): a shared screen, otherwise the
 * speaker, otherwise any other participant, otherwise the guest.
 */
export function mostWanted<
  T extends Pick<Tile, 'source'> & { participant: { identity: string; isLocal: boolean } },
>(tiles: readonly T[], speaker: string | undefined): T | undefined {
  const others = tiles.filter(({ participant }) => !participant.isLocal);
  const screen = others.find(({ source }) => source === Track.Source.ScreenShare);
  return (
    screen ?? others.find(({ participant }) => participant.identity === speaker) ?? others[0] ?? tiles[0]
  );
}
