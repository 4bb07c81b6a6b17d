import { getBrowser, type Room } from 'livekit-client';

/**
 * Makes the first offer of a room before the click on Join: the peer connection, its media sections and the description of them. Nothing is sent
 * and no candidates are gathered, because the client sets the offer only after the SFU has answered.
 *
 * Symptom: 30 ms of a join pass after the click before a word goes to the SFU.
 * Cause: the client makes peer connection and offer as it joins, and uses what is there already.
 * Source: livekit-client 2.23.0, src/room/RTCEngine.ts `join`, `configure`, `applyInitialPublisherLayout`; src/room/PCTransport.ts `createInitialOffer`.
 * Remove when: `prepareConnection` makes the offer as well.
 *
 * In Firefox, and in browsers that can't compress the offer, the client sends it after the SFU's answer. Nothing is done there.
 */
export function offerAhead({ engine }: Pick<Room, 'engine'>): void {
  if (getBrowser()?.name === 'Firefox' || !('CompressionStream' in globalThis)) return;
  // Runs to its end at once. In a browser without WebRTC it fails, and the click tells the guest.
  engine['configure']().catch(() => {});
  const publisher = engine.pcManager?.publisher;
  if (!publisher) return;
  engine['applyInitialPublisherLayout']();
  const makeOffer = publisher.createInitialOffer.bind(publisher);
  const ahead = makeOffer().catch(() => undefined);
  publisher.createInitialOffer = async () => {
    // Once only: a second try to join needs another offer.
    publisher.createInitialOffer = makeOffer;
    return (await ahead) ?? makeOffer();
  };
}
