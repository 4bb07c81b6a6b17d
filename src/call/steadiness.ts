import { RoomEvent, type Room } from 'livekit-client';
import { restart } from '../session/livekit/engine.ts';
import type { Connection } from './callState.ts';
import { followMediaFlow, type MediaFlow } from './mediaFlow.ts';

/** Longer than it takes to know that nothing comes in. */
const verifyMs = 4000;

export interface Steadiness {
  /** Whether pictures, sound or reports on one's own come in, whatever signalling does. */
  isMediaFlowing: () => boolean;
}

/** What the SDK is at. `verifying`: it calls itself connected again, and nothing has come in since. */
type Phase = 'connected' | 'resuming' | 'verifying' | 'restarting';

/** Follows the connection through what breaks it. Where media has stopped there is nothing to keep, and a new connection takes no longer than resuming. */
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
      // The SDK takes its time: it waits until the browser or the SFU gives up, 15 s later.
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
