import { EngineEvent, type Room } from 'livekit-client';

/**
 * Ends the client's wait for its connection as soon as the connection stands, for the first connection of a room.
 *
 * Symptom: a video that has arrived is shown up to 50 ms late.
 * Cause: the client looks every 50 ms whether the connection stands, and takes no track before. Its engine is told at once.
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
      // Once only: a later wait is for another connection, of which the event does not tell.
      pcManager.ensurePCTransportConnection = wait;
      return Promise.race([wait(...how), connected]);
    };
  });
}
