import { EngineEvent, RoomEvent, type Room } from 'livekit-client';

// What the app asks of a room's engine, which is internal to livekit-client. A room that was left has no engine any more, although its type says
// that it has one (2.23.0, src/room/Room.ts `disconnect`).

/** For the other patches in this folder. `undefined` once the room was left. */
export function engineOf(room: Pick<Room, 'engine'>): Room['engine'] | undefined {
  return room.engine;
}

/**
 * Symptom: a reconnect that hangs outlasts the fault.
 * Cause: the client waits 15 s for media at each try, and `peerConnectionTimeout` of `connect` holds for the first connection as well.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `waitForPCReconnected`.
 * Remove when: reconnects have an option of their own.
 *
 * @param waitMs after the 2 s that the client waits in any case
 */
export function setReconnectTimeout(room: Room, waitMs: number): void {
  const engine = engineOf(room);
  if (engine) engine.peerConnectionTimeout = waitMs;
}

/**
 * Has the client make a new connection instead of resuming the old one: at its next try, or now.
 *
 * Symptom: media was cut for 20 s, the client resumes, perhaps calls itself connected, and nothing comes in until the SFU gives up 15 s later.
 * Cause: the SFU had given up its half before (livekit-server 1.13.5), which the client cannot know.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `attemptReconnect`, `reconnect`.
 * Remove when: the client measures whether media comes in before it calls itself connected.
 */
export function restart(room: Room, when: 'at the next try' | 'now'): void {
  const engine = engineOf(room);
  if (!engine) return;
  if (when === 'now') engine.reconnect();
  else engine.fullReconnectOnNext = true;
}

/**
 * States of the peer connections of a room: one for everything, or one of each direction.
 *
 * Symptom: only silence tells that the SFU does not answer any more; the room calls itself connected for 15 s.
 * Cause: the client offers no public view of its peer connections.
 * Source: livekit-client 2.23.0, src/room/PCTransport.ts `getConnectionState`.
 * Remove when: the client reports the state of its peer connections.
 */
export function peerConnectionStates(
  room: Pick<Room, 'engine'>,
): Record<'publisher' | 'subscriber', RTCPeerConnectionState | undefined> {
  const pcManager = engineOf(room)?.pcManager;
  return {
    publisher: pcManager?.publisher.getConnectionState(),
    subscriber: pcManager?.subscriber?.getConnectionState(),
  };
}

/**
 * Calls `onRestarting` when the client begins a new connection, with a function that waits until data goes out over it.
 *
 * Symptom: a message written within two seconds after `Reconnected` never arrives.
 * Cause: the client tells `Reconnected` as soon as media passes. Until its engine's `Restarted` it keeps data for a resume that does not come.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `restartConnection`; src/room/data-channel/ReliableDataChannel.ts `send`; src/room/Room.ts `handleSignalRestarted`.
 * Remove when: `Reconnected` means that data passes.
 *
 * @param onRestarting its argument rejects when the call is over first
 * @returns stops following
 */
export function followRestarts(
  room: Room,
  onRestarting: (untilDataPasses: () => Promise<void>) => void,
): () => void {
  // Kept: the room drops its engine when it is left.
  const engine = engineOf(room);
  const untilDataPasses = () =>
    new Promise<void>((resolve, reject) => {
      // The client sends again right after it has told.
      engine?.once(EngineEvent.Restarted, () => setTimeout(resolve));
      room.once(RoomEvent.Disconnected, () => reject(new Error('disconnected')));
    });
  const tell = () => onRestarting(untilDataPasses);
  engine?.on(EngineEvent.Restarting, tell);
  return () => {
    engine?.off(EngineEvent.Restarting, tell);
  };
}

/**
 * Calls `onLost` when the connection is begun anew or lost, while every video still is in its element.
 *
 * Symptom: the last frame of a video is black.
 * Cause: the client detaches videos from their elements before it emits any event of the room, and a detached element has no frame.
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrackPublication.ts `setTrack`; src/room/Room.ts `handleRestarting`, `handleDisconnect`.
 * Remove when: an event of the room comes before the videos are detached.
 *
 * @returns stops following
 */
export function beforeVideosDetach(room: Room, onLost: () => void): () => void {
  const engine = engineOf(room);
  const events = [EngineEvent.Restarting, EngineEvent.Disconnected] as const;
  // First of all listeners, of which the client's own one detaches.
  for (const event of events) engine?.prependListener(event, onLost);
  return () => {
    for (const event of events) engine?.off(event, onLost);
  };
}
