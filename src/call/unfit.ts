import type { JoinFailure } from './callState.ts';

/**
 * Checks whether this browser can take part in a call, so that the lobby can show a failure before the click on Join;
 * `undefined` if the browser lacks nothing that is known.
 *
 * - `webrtc_missing`: WebRTC is turned off (Firefox: `media.peerconnection.enabled`, iOS in Lockdown Mode, extensions),
 *   or was not built in (WebKitGTK 2.50, as in GNOME Web). No call is possible.
 * - `browser_too_old`: menus or colours do not work (docs/browsers.md). A call may still be possible.
 */
export function findUnfit(): JoinFailure | undefined {
  // Extensions that turn WebRTC off may leave the property `RTCPeerConnection` without a constructor.
  const connection: unknown = Reflect.get(globalThis, 'RTCPeerConnection');
  if (typeof connection !== 'function') return { kind: 'webrtc_missing', detail: '' };
  const isOld = !('popover' in HTMLElement.prototype) || !CSS.supports('color', 'light-dark(red, red)');
  return isOld ? { kind: 'browser_too_old', detail: '' } : undefined;
}
