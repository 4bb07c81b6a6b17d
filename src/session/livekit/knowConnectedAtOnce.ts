import { EngineEvent, type Room } from 'livekit-client';

/**
 * Ends the client's wait for a room's first connection as soon as it is connected.
 *
 * Symptom: the first received video is shown up to 50 ms late.
 * Cause: the client polls the connection state every 50 ms, and accepts no track before it sees it connected. Its engine emits an event at once.
 * Source: livekit-client 2.23.0, src/room/PCTransportManager.ts `ensurePCTransportConnection`, `ensureTransportConnected`; src/room/Room.ts `onTrackAdded`.
 * Remove when: the client waits for the event instead of a timer.
 */
export function knowConnectedAtOnce({ engine }: Pick<Room, 'engine'>): void {
  const connected = new Promise<void>((resolve) => {
    engine.once(EngineEvent.Connected, () => resolve());
  });
  engine.once(EngineEvent.TransportsCreated, () => {
    const { pcManager } = engine;
    if (!pcManager) return;
    const wait = pcManager.ensurePCTransportConnection.bind(pcManager);
    pcManager.ensurePCTransportConnection = (...how) => {
      // The patch applies only once, because the engine's event belongs to the first connection.
      pcManager.ensurePCTransportConnection = wait;
      return Promise.race([wait(...how), connected]);
    };
  });
}
