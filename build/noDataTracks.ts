/**
 * Replaces both of livekit-client's managers for data tracks, which the room does not use. Data tracks that other
 * programs publish are ignored.
 */
export class NoDataTracks {
  on(): this {
    return this;
  }

  queryPublished(): [] {
    return [];
  }

  updateE2eeManager(): void {}
  receivedSfuPublishResponse(): void {}
  receivedSfuUnpublishResponse(): void {}
  receivedSfuSubscriberHandles(): void {}
  receiveSfuPublicationUpdates(): void {}
  handleRemoteParticipantDisconnected(): void {}
  handlePacketSendComplete(): void {}
  packetReceived(): void {}
  sfuWillRepublishTracks(): void {}
  resendSubscriptionUpdates(): void {}
  reset(): void {}
}
