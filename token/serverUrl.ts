import { sameOrigin } from './config.ts';

/** What the address for clients is made from. */
export interface ServerUrlParts {
  /** LIVEKIT_URL. */
  livekitUrl: string;
  /** The request's own address, with the name in `Host`. */
  requestUrl: string;
  /** `X-Forwarded-Proto` and `X-Forwarded-Host`, as they came. */
  forwardedProto: string | undefined;
  forwardedHost: string | undefined;
  /** How many proxies of ours stand in front; with none, nobody's word about scheme and host is taken. */
  trustedProxyHops: number;
}

/**
 * Where the client finds LiveKit: what the host wrote, or for `same-origin` the scheme and host that the
 * client itself used, as WebSocket address.
 *
 * @returns `ws://…` or `wss://…`; `undefined` when what was forwarded makes no address
 */
export function serverUrl(parts: ServerUrlParts): string | undefined {
  if (parts.livekitUrl !== sameOrigin) return parts.livekitUrl;
  const own = parse(parts.requestUrl);
  const forwardedScheme = believed(parts.forwardedProto, parts);
  const forwardedHost = believed(parts.forwardedHost, parts);
  const webSocketScheme = webSocketSchemes.get((forwardedScheme ?? own.protocol.slice(0, -1)).toLowerCase());
  const host = forwardedHost ?? own.host;
  if (webSocketScheme === undefined || !/^[^\s/\\?#@]+$/.test(host)) return undefined;
  const address = `${webSocketScheme}://${host}`;
  // The request's own is parsed already.
  if (forwardedScheme === undefined && forwardedHost === undefined) return address;
  // Parsed, so that the default port is dropped and nothing but a host is left.
  return URL.canParse(address) ? `${webSocketScheme}://${new URL(address).host}` : undefined;
}

let last = { text: '', url: new URL('http://localhost/') };

/** Guests of one room come to one address: what was parsed last is what is asked for next, and parsing took a twentieth of a request's time. */
function parse(text: string): URL {
  if (text !== last.text) last = { text, url: new URL(text) };
  return last.url;
}

const webSocketSchemes = new Map([
  ['http', 'ws'],
  ['https', 'wss'],
  // What some proxies forward for an upgraded connection.
  ['ws', 'ws'],
  ['wss', 'wss'],
]);

/**
 * Where proxies append instead of replacing, the entry of the outermost one of ours is that many from the right; with
 * fewer entries the leftmost is it.
 */
function believed(value: string | undefined, { trustedProxyHops }: ServerUrlParts): string | undefined {
  if (value === undefined || trustedProxyHops === 0) return undefined;
  return value.split(',').slice(-trustedProxyHops)[0]?.trim() || undefined;
}
