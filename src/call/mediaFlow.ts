import type { Room, Track, TrackPublication } from 'livekit-client';
import { peerConnectionStates } from '../session/livekit/engine.ts';

const everyMs = 1000;
/** The SFU reports on what it receives every second, and on a bad network some reports are lost. */
const silenceMs = 3000;

/** `silent`: nothing comes in, perhaps because nobody sends. `cut`: the SFU does not answer the browser's checks either. */
export type MediaFlow = 'flowing' | 'silent' | 'cut';

interface Measured {
  /** Received so far. */
  bytes: number;
  /** Whether the browser's own checks of the way to the SFU are answered (ICE). */
  isAnswered: boolean;
  atMs: number;
}

/** Judges from what was measured. What has been silent for a while has stopped; before that it is believed to go on. */
export function createMediaFlow(): (measured: Measured) => MediaFlow {
  let lastBytes: number | undefined;
  let lastGrowthMs = 0;
  return ({ bytes, isAnswered, atMs }) => {
    // The count is less where a connection or a pair of candidates has gone: nothing came in by that.
    if (lastBytes === undefined || bytes > lastBytes) lastGrowthMs = atMs;
    lastBytes = bytes;
    if (atMs - lastGrowthMs < silenceMs) return 'flowing';
    return isAnswered ? 'silent' : 'cut';
  };
}

/**
 * Follows whether pictures, sound or the SFU's reports on one's own still come in, which signalling does not tell.
 *
 * @returns stops following
 */
export function followMediaFlow(room: Room, onChange: (flow: MediaFlow) => void): () => void {
  const judge = createMediaFlow();
  let before: MediaFlow = 'flowing';
  let isStopped = false;
  const timer = setInterval(() => {
    void receivedBytes(room).then((bytes) => {
      if (isStopped) return;
      const flow = judge({ bytes, isAnswered: areChecksAnswered(room), atMs: performance.now() });
      if (flow === before) return;
      before = flow;
      onChange(flow);
    });
  }, everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}

/** Of a connection that once stood. */
const unanswered = new Set<RTCPeerConnectionState | undefined>(['disconnected', 'failed', 'connecting']);

function areChecksAnswered(room: Room): boolean {
  return !Object.values(peerConnectionStates(room)).some((state) => unanswered.has(state));
}

/** Everything that came through the connections of this room. Never rejects. */
async function receivedBytes(room: Room): Promise<number> {
  const reports = await Promise.all(
    tracksToAsk(room).map(async (track) => track?.getRTCStatsReport().catch(() => undefined)),
  );
  const bytesByPair = new Map<string, number>();
  for (const report of reports) {
    for (const [id, stats] of report ?? []) {
      if (stats.type === 'candidate-pair') bytesByPair.set(id, Number(stats.bytesReceived ?? 0));
    }
  }
  return [...bytesByPair.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** One for each connection: there is one for all tracks, or one of each direction. */
function tracksToAsk(room: Room): (Track | undefined)[] {
  const own = firstTrack(room, 'own');
  const others = firstTrack(room, 'others');
  return peerConnectionStates(room).subscriber ? [own, others] : [others ?? own];
}

function firstTrack(room: Room, whose: 'own' | 'others'): Track | undefined {
  const participants = whose === 'own' ? [room.localParticipant] : [...room.remoteParticipants.values()];
  return participants
    .flatMap((participant): readonly TrackPublication[] => participant.getTrackPublications())
    .map(({ track }) => track)
    .find((track) => track !== undefined);
}
