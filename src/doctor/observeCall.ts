import type { Room } from 'livekit-client';
import type { TokenGrant } from '../access/requestToken.ts';
import type { NewConnection } from '../call/connection.ts';
import { success } from '../../common/result.ts';
import type { CallFacts } from './facts.ts';
import { readPath, readReceived, type Stats } from './readStats.ts';
import type { TestTracks } from './testTracks.ts';

/**
 * How long the server's reports are watched. LiveKit sends one every second, and loss and jitter are meaningful after
 * three.
 */
const watchMs = 3000;

/** Longest wait for the server's first report after connecting. */
const patienceMs = 6000;

const lookEveryMs = 250;

interface CallRequest {
  grant: TokenGrant;
  tracks: TestTracks | undefined;
  open: NewConnection['open'];
  signal: AbortSignal;
}

/** Joins and publishes the test tracks just as a call does, and reads what the server reports on these tracks. */
export async function observeCall({ grant, tracks, open, signal }: CallRequest): Promise<CallFacts> {
  const startMs = performance.now();
  const { room, connected, close } = open({
    grant,
    tracks: { microphone: Promise.resolve(tracks?.microphone), camera: Promise.resolve(tracks?.camera) },
    deviceIds: { microphone: undefined, camera: undefined },
    speakerId: undefined,
    onSignalled: async () => {},
    onConnection: () => {},
    onEnded: () => {},
    onPublishing: () => {},
    onPublishFailed: () => {},
    onSent: () => {},
    onOtherDevice: () => {},
  });
  const stop = () => void close(false);
  signal.addEventListener('abort', stop);
  try {
    const result = await connected;
    if (!result.ok) return { connected: result, ...nothing };
    const connectMs = Math.round(performance.now() - startMs);
    return { connected: success(connectMs), ...(await listen(room, signal)) };
  } finally {
    signal.removeEventListener('abort', stop);
    await close(false);
  }
}

type Heard = Omit<CallFacts, 'connected'>;

const nothing: Heard = { video: undefined, audio: undefined, path: undefined };

async function listen(room: Room, signal: AbortSignal): Promise<Heard> {
  const startMs = performance.now();
  let heard = nothing;
  let completeAtMs: number | undefined;
  while (!signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    heard = await look(room);
    const nowMs = performance.now();
    if (heard.video && heard.audio) completeAtMs ??= nowMs;
    if (nowMs - (completeAtMs ?? nowMs) > watchMs || nowMs - startMs > patienceMs + watchMs) break;
    if (completeAtMs === undefined && nowMs - startMs > patienceMs) break;
  }
  return heard;
}

async function look(room: Room): Promise<Heard> {
  const stats: Stats[] = [];
  for (const { track } of room.localParticipant.trackPublications.values()) {
    const report = await track?.getRTCStatsReport();
    if (report) stats.push(...report.values());
  }
  return {
    video: readReceived(stats, 'video'),
    audio: readReceived(stats, 'audio'),
    path: readPath(stats),
  };
}
