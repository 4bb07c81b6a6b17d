import { RoomEvent, type Room } from 'livekit-client';
import type { Connection } from './callState.ts';
import { followMediaFlow } from './mediaFlow.ts';

/** Longer than it takes to know that nothing comes in. */
const verifyMs = 4000;

export interface Steadiness {
  /** Whether pictures, sound or reports on one's own come in, whatever signalling does. */
  isMediaFlowing: () => boolean;
}

/**
 * Follows the connection through what breaks it, and has the SDK begin anew where resuming would come to nothing.
 *
 * Symptom: media was cut for 20 s, the SDK resumes, perhaps calls itself connected, and nothing comes in until the SFU gives
 * up 15 s later. Cause: the SFU had given up its half before (livekit-client 2.23 with livekit-server 1.13.5). Where media has
 * stopped there is nothing to keep, and a new connection takes no longer.
 */
export function followSteadiness(room: Room, onConnection: (connection: Connection) => void): Steadiness {
  let isMediaFlowing = true;
  /** Signalling is lost, and the SDK tries to keep the rest. */
  let isResuming = false;
  let verifying: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    if (!isMediaFlowing) room.engine.fullReconnectOnNext = true;
    onConnection(isMediaFlowing ? 'signal_lost' : 'reconnecting');
  }

  const stopFollowing = followMediaFlow(room, (isFlowing) => {
    isMediaFlowing = isFlowing;
    if (isResuming) tell();
  });
  room
    .on(RoomEvent.SignalReconnecting, () => {
      clearTimeout(verifying);
      isResuming = true;
      tell();
    })
    .on(RoomEvent.Reconnecting, () => {
      clearTimeout(verifying);
      isResuming = false;
      onConnection('reconnecting');
    })
    .on(RoomEvent.Reconnected, () => {
      if (isResuming) {
        verifying = setTimeout(() => {
          if (!isMediaFlowing) room.engine.reconnect();
        }, verifyMs);
      }
      isResuming = false;
      onConnection('steady');
    })
    .on(RoomEvent.Disconnected, () => {
      clearTimeout(verifying);
      stopFollowing();
    });
  return { isMediaFlowing: () => isMediaFlowing };
}
