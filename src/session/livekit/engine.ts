import { EngineEvent, RoomEvent, type Room } from 'livekit-client';

// All uses of `room.engine`, which is internal to livekit-client, are in this file. After disconnecting a room has no
// engine, although its type says that it has one (2.23.0, src/room/Room.ts `disconnect`).

/** Returns the room's engine for the other patches in this folder, or `undefined` after the room was left. */
export function engineOf(room: Pick<Room, 'engine'>): Room['engine'] | undefined {
  return room.engine;
}

/**
 * Limits how long the client waits for media at each try to reconnect.
 *
 * Symptom: a hanging reconnect goes on after the network has come back.
 * Cause: the client waits 15 s for media at each try, and the option `peerConnectionTimeout` of `connect` applies to
 * the first connection as well.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `waitForPCReconnected`.
 * Remove when: reconnects have an option of their own.
 *
 * @param waitMs in addition to the 2 s that the client always waits
 */
export function setReconnectTimeout(room: Room, waitMs: number): void {
  const engine = engineOf(room);
  if (engine) engine.peerConnectionTimeout = waitMs;
}

/**
 * Makes the client open a new connection instead of resuming the old one, at its next try or now.
 *
 * Symptom: after 20 s without media the client resumes and may call itself connected, but receives nothing until the SFU gives up 15 s later.
 * Cause: the SFU has already closed its side (livekit-server 1.13.5), which the client cannot know.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `attemptReconnect`, `reconnect`.
 * Remove when: the client checks that it receives media before it calls itself connected.
 */
export function restart(room: Room, when: 'at the next try' | 'now'): void {
  const engine = engineOf(room);
  if (!engine) return;
  if (when === 'now') engine.reconnect();
  else engine.fullReconnectOnNext = true;
}

/**
 * States of a room's peer connections. `subscriber` is undefined if one peer connection carries both directions.
 *
 * Symptom: for 15 s after the SFU has stopped answering, the room still calls itself connected.
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
 * Calls `onRestarting` when the client starts a new connection, with a function that waits until data can be sent over it.
 *
 * Symptom: a message written within two seconds after `Reconnected` never arrives.
 * Cause: the client emits `Reconnected` as soon as media flows. Until its engine emits `Restarted`, it queues data for a resume that never happens.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `restartConnection`; src/room/data-channel/ReliableDataChannel.ts `send`; src/room/Room.ts `handleSignalRestarted`.
 * Remove when: data sent after `Reconnected` arrives.
 *
 * @param onRestarting its argument returns a promise that rejects if the room is disconnected first
 * @returns stops following
 */
export function followRestarts(
  room: Room,
  onRestarting: (untilDataPasses: () => Promise<void>) => void,
): () => void {
  // The engine is kept in a variable, because the room drops it when it disconnects.
  const engine = engineOf(room);
  const untilDataPasses = () =>
    new Promise<void>((resolve, reject) => {
      // The client can send data again right after `Restarted`, not yet during the event, hence the timer.
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
 * Calls `onLost` when the connection restarts or is lost, while every video is still attached to its element.
 *
 * Symptom: the last frame of a video is black.
 * Cause: the client detaches the tracks from their elements before it emits any event of the room, and a detached element has no frame.
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrackPublication.ts `setTrack`; src/room/Room.ts `handleRestarting`, `handleDisconnect`.
 * Remove when: the room emits an event before it detaches the tracks.
 *
 * @returns stops following
 */
export function beforeVideosDetach(room: Room, onLost: () => void): () => void {
  const engine = engineOf(room);
  const events = [EngineEvent.Restarting, EngineEvent.Disconnected] as const;
  // Registered before all other listeners, because the client's own listener detaches the tracks from their elements.
  for (const event of events) engine?.prependListener(event, onLost);
  return () => {
    for (const event of events) engine?.off(event, onLost);
  };
}

/**
 * Calls `onMuted` when the SFU mutes one of the guest's own tracks, because a host asked for it.
 *
 * Symptom: `TrackMuted` does not tell who muted.
 * Cause: the client emits it for the guest's own muting and for the SFU's.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `client.onRemoteMuteChanged`.
 * Remove when: the event says who muted.
 *
 * @returns stops following
 */
export function followRemoteMutes(room: Room, onMuted: (trackSid: string) => void): () => void {
  const engine = engineOf(room);
  const tell = (trackSid: string, isMuted: boolean) => {
    if (isMuted) onMuted(trackSid);
  };
  engine?.on(EngineEvent.RemoteMute, tell);
  return () => {
    engine?.off(EngineEvent.RemoteMute, tell);
  };
}
