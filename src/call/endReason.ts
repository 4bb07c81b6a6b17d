import { DisconnectReason } from 'livekit-client';
import type { EndReason } from './callState.ts';

/**
 * Converts LiveKit's disconnect reason to a reason of the app. LiveKit's reason is undefined when the SDK has given up
 * reconnecting.
 *
 * @param isOurs whether the app closed the connection. Otherwise the SDK did, at the page's `freeze` or `pagehide`
 */
export function endReason(reason: DisconnectReason | undefined, isOurs: boolean): EndReason {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return isOurs ? 'left' : 'page_frozen';
    case DisconnectReason.DUPLICATE_IDENTITY:
      return 'joined_elsewhere';
    case DisconnectReason.SERVER_SHUTDOWN:
      return 'server_shutdown';
    case DisconnectReason.PARTICIPANT_REMOVED:
      return 'removed';
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return 'room_closed';
    case undefined:
    default:
      return 'connection_lost';
  }
}
