import { getBrowser, type Room } from 'livekit-client';

/**
 * Makes the offer of a room's first connection before it is joined, so that the click does not wait for it: the connection's own
 * object, its media sections and what the browser offers in them. Nothing is sent, and no way is looked for: the client sets the offer once the SFU has answered.
 *
 * The client makes both as it joins (livekit-client 2.23, `RTCEngine.join`), and leaves out what is there. Where it sends no offer with the
 * request to join (Firefox, and browsers that can't compress it) it wants the SFU's answer first, and nothing is done.
 */
export function offerAhead({ engine }: Pick<Room, 'engine'>): void {
  if (getBrowser()?.name === 'Firefox' || !('CompressionStream' in globalThis)) return;
  // Nothing in it is waited for. Where the browser has no WebRTC the click tells.
  engine['configure']().catch(() => {});
  const publisher = engine.pcManager?.publisher;
  if (!publisher) return;
  engine['applyInitialPublisherLayout']();
  const makeOffer = publisher.createInitialOffer.bind(publisher);
  const ahead = makeOffer().catch(() => undefined);
  publisher.createInitialOffer = async () => {
    // This once: a second try to join is another offer.
    publisher.createInitialOffer = makeOffer;
    return (await ahead) ?? makeOffer();
  };
}
