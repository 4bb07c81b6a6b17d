/**
 * Makes the page keep its WebRTC connections, as `keptConnections`, so that a test can read their statistics later.
 * Runs in the page, before the app.
 */
export function keepConnections(): void {
  const kept: RTCPeerConnection[] = [];
  const Real = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.push(this);
    }
  };
  Object.assign(globalThis, { keptConnections: kept });
}
