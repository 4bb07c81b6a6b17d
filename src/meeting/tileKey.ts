import type { Track } from 'livekit-client';

/** Key of a tile. It stays the same when the participant rejoins. */
export function tileKey({
  participant,
  source,
}: {
  participant: { identity: string };
  source: Track.Source;
}): string {
  return `${participant.identity} ${source}`;
}
