import {
  ClientInfo,
  ClientInfo_SDK,
  ConnectionSettings,
  JoinRequest,
  SessionDescription,
  WrappedJoinRequest,
} from '@livekit/protocol';

/** Version of the signalling protocol that livekit-client 2.23 uses. */
const protocol = 17;

/**
 * Length of the URL with which a guest joins a room. It contains offer and token (measured with livekit-client 2.23:
 * 2.9 kB).
 */
const roomAddressLength = 3000;

/** A URL for joining that resembles the URL of a call: `/rtc/v1` with the whole offer, padded to the same length. */
export function roomAddress(serverUrl: string, token: string, sdp: string): string {
  const request = new JoinRequest({
    clientInfo: new ClientInfo({ sdk: ClientInfo_SDK.JS, protocol }),
    connectionSettings: new ConnectionSettings({ autoSubscribe: false }),
    publisherOffer: new SessionDescription({ type: 'offer', sdp }),
  });
  const bytes = new WrappedJoinRequest({ joinRequest: request.toBinary() }).toBinary();
  const text = btoa(String.fromCodePoint(...bytes));
  const address = signalAddress(serverUrl, 'rtc/v1', token);
  address.searchParams.set('join_request', text.replaceAll('+', '-').replaceAll('/', '_'));
  // LiveKit ignores unknown parameters, so this one only pads the URL.
  address.searchParams.set('check', 'x'.repeat(Math.max(1, roomAddressLength - address.href.length)));
  return address.href;
}

/** The HTTP URL at which LiveKit validates a join, made from the URL of the WebSocket. */
export function validateAddress(webSocketAddress: string): string {
  const address = new URL(webSocketAddress);
  address.protocol = address.protocol.replace('ws', 'http');
  address.pathname += '/validate';
  return address.href;
}

/** The HTTP URL at which LiveKit validates a token. The URL is short, because it contains no offer. */
export function shortValidateAddress(serverUrl: string, token: string): string {
  return validateAddress(signalAddress(serverUrl, 'rtc', token).href);
}

function signalAddress(serverUrl: string, path: string, token: string): URL {
  const address = new URL(serverUrl);
  address.protocol = address.protocol.replace('http', 'ws');
  address.pathname = `${address.pathname.replace(/\/$/, '')}/${path}`;
  address.searchParams.set('access_token', token);
  return address;
}
