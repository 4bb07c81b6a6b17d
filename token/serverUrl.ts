import { sameOrigin } from './config.ts';

/** The values from which `serverUrl` determines the address. */
export interface ServerUrlParts {
  /** The value of the setting LIVEKIT_URL. */
  livekitUrl: string;
  /** The URL of the client's request, with the host name of the header `Host`. */
  requestUrl: string;
  /** The headers `X-Forwarded-Proto` and `X-Forwarded-Host`, unparsed. */
  forwardedProto: string | undefined;
  forwardedHost: string | undefined;
  /**
   * Number of proxies in front of the handler that belong to its server; with none, the forwarded scheme and host are
   * ignored.
   */
  trustedProxyHops: number;
}

/**
 * Returns LiveKit's address for the client: the configured one, or for `same-origin` a WebSocket address with the
 * scheme and host of the client's request.
 *
 * @returns `ws://…` or `wss://…`; `undefined` when the forwarded headers make no valid address
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
  // Without forwarded headers the address consists of the request's own host, which has been parsed already.
  if (forwardedScheme === undefined && forwardedHost === undefined) return address;
  // Parsing the address drops the default port, and rejects anything but a host.
  return URL.canParse(address) ? `${webSocketScheme}://${new URL(address).host}` : undefined;
}

let last = { text: '', url: new URL('http://localhost/') };

/**
 * Parses a URL and caches the last one: guests of one room use one address, and parsing took a twentieth of a request's
 * time.
 */
function parse(text: string): URL {
  if (text !== last.text) last = { text, url: new URL(text) };
  return last.url;
}

const webSocketSchemes = new Map([
  ['http', 'ws'],
  ['https', 'wss'],
  // Some proxies forward the scheme of a WebSocket (`ws`, `wss`) for an upgraded connection.
  ['ws', 'ws'],
  ['wss', 'wss'],
]);

/**
 * Picks the entry of a forwarded header that can be trusted. Proxies may append to the header instead of replacing it:
 * then the entry of the server's outermost proxy is `trustedProxyHops` from the right, or the leftmost one when there
 * are fewer entries.
 */
function believed(value: string | undefined, { trustedProxyHops }: ServerUrlParts): string | undefined {
  if (value === undefined || trustedProxyHops === 0) return undefined;
  return value.split(',').slice(-trustedProxyHops)[0]?.trim() || undefined;
}
