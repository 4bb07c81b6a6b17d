import { getBrowser, type Room } from 'livekit-client';

/**
 * Makes a room's first SDP offer before the click on Join: the peer connection, its media sections and their description. Nothing is sent and no ICE
 * candidates are gathered, because the client applies the offer only after the SFU has answered.
 *
 * Symptom: 30 ms pass between the click on Join and the first message to the SFU.
 * Cause: the client makes peer connection and offer when it joins. If they exist already, it uses them.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `join`, `configure`, `applyInitialPublisherLayout`; src/room/PCTransport.ts `createInitialOffer`.
 * Remove when: `prepareConnection` makes the offer as well.
 *
 * Does nothing in Firefox and in browsers without `CompressionStream`: there the client makes the offer after the SFU's answer.
 */
export function offerAhead({ engine }: Pick<Room, 'engine'>): void {
  if (getBrowser()?.name === 'Firefox' || !('CompressionStream' in globalThis)) return;
  // `configure` makes the peer connection synchronously, so its promise is not awaited. In a browser without WebRTC the
  // promise rejects; the error is ignored here, because the guest is told at the click on Join.
  engine['configure']().catch(() => {});
  const publisher = engine.pcManager?.publisher;
  if (!publisher) return;
  engine['applyInitialPublisherLayout']();
  const makeOffer = publisher.createInitialOffer.bind(publisher);
  const ahead = makeOffer().catch(() => undefined);
  publisher.createInitialOffer = async () => {
    // The prepared offer is used only once, because a second try to join needs a new one.
    publisher.createInitialOffer = makeOffer;
    return (await ahead) ?? makeOffer();
  };
}
