/**
 * Replaces livekit-client's choice between the regions of LiveKit Cloud. A self-hosted server has no regions; on
 * LiveKit Cloud the room connects to the address that the token endpoint gave.
 */
export class NoRegions {
  readonly #serverUrl: URL;

  constructor(url: string) {
    this.#serverUrl = new URL(url);
  }

  getServerUrl(): URL {
    return this.#serverUrl;
  }

  isCloud(): false {
    return false;
  }

  getNextBestRegionUrl(): Promise<null> {
    return Promise.resolve(null);
  }

  fetchRegionSettings(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  updateToken(): void {}
  setServerReportedRegions(): void {}
  resetAttempts(): void {}
  notifyConnected(): void {}
  notifyDisconnected(): void {}
}
