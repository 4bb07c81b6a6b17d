import type { Track } from 'livekit-client';

/** The same for somebody who comes back. */
export function tileKey({
  participant,
  source,
}: {
  participant: { identity: string };
  source: Track.Source;
}): string {
  return `${participant.identity} ${source}`;
}
