import type { Room, Track, TrackPublication } from 'livekit-client';
import { peerConnectionStates } from '../session/livekit/engine.ts';

const everyMs = 1000;
/**
 * How long nothing may be received before media counts as stopped. The SFU sends RTCP reports every second, and some
 * are lost on a bad network.
 */
const silenceMs = 3000;

/**
 * Whether media arrives. `silent`: nothing is received, perhaps because nobody sends. `cut`: the SFU does not even
 * answer the browser's ICE checks.
 */
export type MediaFlow = 'flowing' | 'silent' | 'cut';

interface Measured {
  /** Number of bytes received so far. */
  bytes: number;
  /** Whether the SFU answers the browser's ICE checks. */
  isAnswered: boolean;
  atMs: number;
}

/**
 * Makes a function that tells from each measurement whether media arrives. Media counts as flowing until nothing has
 * been received for `silenceMs`.
 */
export function createMediaFlow(): (measured: Measured) => MediaFlow {
  let lastBytes: number | undefined;
  let lastGrowthMs = 0;
  return ({ bytes, isAnswered, atMs }) => {
    // A lower number of bytes means that a connection or candidate pair is gone, not that something was received.
    if (lastBytes === undefined || bytes > lastBytes) lastGrowthMs = atMs;
    lastBytes = bytes;
    if (atMs - lastGrowthMs < silenceMs) return 'flowing';
    return isAnswered ? 'silent' : 'cut';
  };
}

/**
 * Watches whether media or RTCP reports of the SFU still arrive. The signalling connection does not show that.
 *
 * @returns stops watching
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

/** States in which the SFU does not answer the ICE checks of a peer connection that was connected before. */
const unanswered = new Set<RTCPeerConnectionState | undefined>(['disconnected', 'failed', 'connecting']);

function areChecksAnswered(room: Room): boolean {
  return !Object.values(peerConnectionStates(room)).some((state) => unanswered.has(state));
}

/** Bytes received over all peer connections of this room. Never rejects. */
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

/**
 * For each peer connection of the room a track to read its statistics from. A room has one peer connection for all
 * tracks, or one for each direction.
 */
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
