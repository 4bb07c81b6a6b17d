import type { Room } from 'livekit-client';
import { engineOf } from './engine.ts';

/**
 * The first tries to reconnect do not wait for the server's answer to a fetch: a fetch over an old connection may hang
 * where a new WebSocket gets through.
 */
const triesWithoutAsking = 3;

/**
 * Makes the client ask, before each of its later tries to reconnect, whether the server can be reached, and wait while
 * it can't.
 *
 * Symptom: after the server was unreachable for more than half a minute, guests reconnect up to 6 s later than the
 * client's own delays between its tries explain.
 * Cause: every try opens a WebSocket, and Chromium opens those 1 to 5 s late once sixteen have failed (Chromium 156,
 * services/network/websocket_throttler.cc). A fetch is not held back.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `attemptReconnect`.
 * Remove when: the client asks by fetch before it opens a WebSocket.
 *
 * @param untilServerIsThere waits while the server can't be reached; never rejects
 */
export function askBeforeReconnecting(room: Room, untilServerIsThere: () => Promise<void>): void {
  const engine = engineOf(room);
  if (!engine) return;
  const attempt = engine['attemptReconnect'].bind(engine);
  engine['attemptReconnect'] = async (reason: unknown) => {
    if (engine['reconnectAttempts'] >= triesWithoutAsking) await untilServerIsThere();
    return attempt(reason);
  };
}
