import { useTracks } from '@livekit/components-react/hooks';
import type { TrackReferenceOrPlaceholder } from '@livekit/components-react';
import { Track, type Participant } from 'livekit-client';
import { useMemo } from 'react';

/** A module constant: useTracks compares its argument by identity. */
const sources = [
  { source: Track.Source.Camera, withPlaceholder: true },
  { source: Track.Source.ScreenShare, withPlaceholder: false },
];

/**
 * Without it useTracks answers every change of who speaks with new tiles (components-core 0.12,
 * eventGroups.ts). What is published and who is there it follows in any case.
 */
const options = { onlySubscribed: false, updateOnlyOn: [] };

/** One tile for everyone, and one for every shared screen. */
export type Tile = TrackReferenceOrPlaceholder;

/** Screens first, then the others in the order they came, oneself last: nobody moves when somebody joins. */
export function useTiles(): Tile[] {
  const tracks = useTracks(sources, options);
  return useMemo(() => tracks.toSorted(compareTiles), [tracks]);
}

export function tileKey({ participant, source }: Tile): string {
  return `${participant.identity} ${source}`;
}

function compareTiles(a: Tile, b: Tile): number {
  return rank(a) - rank(b) || joinedAtMs(a.participant) - joinedAtMs(b.participant);
}

function rank({ participant, source }: Tile): number {
  if (source === Track.Source.ScreenShare) return 0;
  return participant.isLocal ? 2 : 1;
}

function joinedAtMs(participant: Participant): number {
  return participant.joinedAt?.getTime() ?? 0;
}
