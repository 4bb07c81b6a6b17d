import { RoomEvent, type Room } from 'livekit-client';
import { restart } from '../session/livekit/engine.ts';
import type { Connection } from './callState.ts';
import { followMediaFlow, type MediaFlow } from './mediaFlow.ts';

/**
 * Longest wait for media after signalling has been resumed; if none arrives, the connection is restarted. The wait is
 * longer than the silence after which mediaFlow.ts reports that nothing is received.
 */
const verifyMs = 4000;

export interface Steadiness {
  /** Whether media or RTCP reports arrive, regardless of the signalling connection. */
  isMediaFlowing: () => boolean;
}

/**
 * Phase of the SDK's connection. `verifying`: the SDK calls itself connected again, but nothing has been received
 * since.
 */
type Phase = 'connected' | 'resuming' | 'verifying' | 'restarting';

/**
 * Reports the state of the connection, by the SDK's events and by whether media arrives. If media has stopped, it makes
 * the SDK restart the connection, which takes no longer than resuming it.
 */
export function followSteadiness(room: Room, onConnection: (connection: Connection) => void): Steadiness {
  let flow: MediaFlow = 'flowing';
  let phase: Phase = 'connected';
  let verifying: ReturnType<typeof setTimeout> | undefined;

  function enter(next: Phase): void {
    clearTimeout(verifying);
    phase = next;
    tell();
  }

  function tell(): void {
    if (phase === 'resuming' && flow !== 'flowing') restart(room, 'at the next try');
    onConnection(judge(phase, flow));
  }

  const stopFollowing = followMediaFlow(room, (next) => {
    flow = next;
    if (phase === 'verifying' && flow === 'flowing') enter('connected');
    else tell();
  });
  room
    .on(RoomEvent.SignalReconnecting, () => enter('resuming'))
    .on(RoomEvent.Reconnecting, () => enter('restarting'))
    .on(RoomEvent.Reconnected, () => {
      const isResumed = phase === 'resuming';
      enter(isResumed && flow !== 'flowing' ? 'verifying' : 'connected');
      if (!isResumed) return;
      verifying = setTimeout(() => {
        if (flow !== 'flowing') restart(room, 'now');
      }, verifyMs);
    })
    .on(RoomEvent.Disconnected, () => {
      clearTimeout(verifying);
      stopFollowing();
    });
  return { isMediaFlowing: () => flow === 'flowing' };
}

function judge(phase: Phase, flow: MediaFlow): Connection {
  switch (phase) {
    case 'connected':
      // The SDK itself reports that media has stopped only when the browser or the SFU gives up, 15 s later.
      return flow === 'cut' ? 'reconnecting' : 'steady';
    case 'resuming':
      return flow === 'flowing' ? 'signal_lost' : 'reconnecting';
    case 'verifying':
    case 'restarting':
      return 'reconnecting';
    default:
      return phase satisfies never;
  }
}
