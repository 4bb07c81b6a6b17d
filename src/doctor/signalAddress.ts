import {
  ClientInfo,
  ClientInfo_SDK,
  ConnectionSettings,
  JoinRequest,
  SessionDescription,
  WrappedJoinRequest,
} from '@livekit/protocol';

/** The protocol of livekit-client 2.23, whose way of joining this is. */
const protocol = 17;

/** The room's own address, offer and all, with a token of ours (measured with livekit-client 2.23: 2.9 kB). */
const roomAddressLength = 3000;

/** Where a session is opened, as the room does it: `/rtc/v1` with the whole offer in an address of the same length. */
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
  // LiveKit passes over what it does not know.
  address.searchParams.set('check', 'x'.repeat(Math.max(1, roomAddressLength - address.href.length)));
  return address.href;
}

/** Where LiveKit says by HTTP what it would answer to a WebSocket of that address. */
export function validateAddress(webSocketAddress: string): string {
  const address = new URL(webSocketAddress);
  address.protocol = address.protocol.replace('ws', 'http');
  address.pathname += '/validate';
  return address.href;
}

/** The same question in a short address. */
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
