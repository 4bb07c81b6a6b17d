import type { Room, Track, TrackPublication } from 'livekit-client';

const everyMs = 1000;
/** The SFU reports on what it receives every second, and on a bad network some reports are lost. */
const silenceMs = 3000;

/**
 * Tells from the bytes received so far whether media goes on. What has been silent for a while has stopped;
 * before that it is believed to go on.
 */
export function createMediaFlow(): (received: { bytes: number; atMs: number }) => boolean {
  let lastBytes: number | undefined;
  let lastGrowthMs: number | undefined;
  return ({ bytes, atMs }) => {
    if (lastGrowthMs === undefined || bytes !== lastBytes) lastGrowthMs = atMs;
    lastBytes = bytes;
    return atMs - lastGrowthMs < silenceMs;
  };
}

/**
 * Follows whether pictures, sound or the SFU's reports on one's own still come in, which signalling does not tell.
 *
 * @returns stops following
 */
export function followMediaFlow(room: Room, onChange: (isFlowing: boolean) => void): () => void {
  const flow = createMediaFlow();
  let wasFlowing = true;
  let isStopped = false;
  const timer = setInterval(() => {
    void receivedBytes(room).then((bytes) => {
      const isFlowing = flow({ bytes, atMs: performance.now() });
      if (isStopped || isFlowing === wasFlowing) return;
      wasFlowing = isFlowing;
      onChange(isFlowing);
    });
  }, everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}

/** Everything that came through the connections of this room. Never rejects. */
async function receivedBytes(room: Room): Promise<number> {
  const reports = await Promise.all(
    // One of each: all tracks of a direction share a connection.
    [firstTrack(room, 'own'), firstTrack(room, 'others')].map(async (track) =>
      track?.getRTCStatsReport().catch(() => undefined),
    ),
  );
  const bytesByPair = new Map<string, number>();
  for (const report of reports) {
    for (const [id, stats] of report ?? []) {
      if (stats.type === 'candidate-pair') bytesByPair.set(id, Number(stats.bytesReceived ?? 0));
    }
  }
  return [...bytesByPair.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function firstTrack(room: Room, whose: 'own' | 'others'): Track | undefined {
  const participants = whose === 'own' ? [room.localParticipant] : [...room.remoteParticipants.values()];
  return participants
    .flatMap((participant): readonly TrackPublication[] => participant.getTrackPublications())
    .map(({ track }) => track)
    .find((track) => track !== undefined);
}
