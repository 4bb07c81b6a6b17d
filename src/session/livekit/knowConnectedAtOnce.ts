import { EngineEvent, type Room } from 'livekit-client';

/**
 * Has LiveKit's client know at once that picture and sound have found their way, when the room is joined.
 *
 * Symptom: a picture that has come is shown up to 50 ms late. Cause: the SDK looks every 50 ms whether the connection is there, and takes
 * no track before (livekit-client 2.23, PCTransportManager.ts, `ensureTransportConnected`, and Room.ts, `onTrackAdded`). Its
 * engine hears of it when it is.
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
      // This once: what is waited for later is another connection, of which the event does not tell.
      pcManager.ensurePCTransportConnection = wait;
      return Promise.race([wait(...how), connected]);
    };
  });
}
