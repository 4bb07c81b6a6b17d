import { ServerResponse, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { healthPath } from '../common/healthPath.ts';
import type { Header } from './app/shippedHeaders.ts';

/** The web app behind the origin: built files, or Vite. */
export interface App {
  handle: RequestListener;
  /** Sent with every answer of the origin. */
  headers?: readonly Header[];
  /** Takes over a WebSocket (hot reload); returns false when it is not for the app. */
  upgrade?(request: IncomingMessage, socket: Socket, head: Buffer): boolean;
  close?(): Promise<void>;
}

export interface OriginOptions {
  app: App;
  /** Called for every request: in development the token handler restarts on another port. */
  tokenHandlerUrl: () => string;
  livekitUrl: string;
  /** Host names of the origin besides localhost: its address in the LAN. */
  hosts?: readonly string[];
  /** Origin in the LAN, told to the page so that it can invite others although it is open at localhost. */
  inviteOrigin?: string | undefined;
}

/** The listeners for every server of the origin: http://localhost and https in the LAN. */
export interface Origin {
  request: RequestListener;
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
}

/**
 * LiveKit's signalling and health, and nothing else of it: not /twirp, not /whip, not /agent. Only letters, digits and single
 * slashes, so that no `..` or `%2e` can lead to another path in LiveKit.
 */
const signalling = /^\/rtc(\/[a-z0-9]+)*$/;

/** Exactly these paths: in development Vite serves source files by their paths, some of them in folder `token`. */
const tokenPath = '/token';
const handlerPaths = new Set([tokenPath, '/host']);

/** Headers in which a client could forge its address. LiveKit reads CF-Connecting-IP first. */
const claims = ['forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-forwarded-port'];

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Long enough for a slow `POST /token`, short enough to get an error message. */
const upstreamTimeoutMs = 30_000;

type Upstream = { name: 'The token handler' | 'LiveKit'; url: string };

/**
 * Creates one origin for the app, the token handler's `/token` and `/host`, and LiveKit's `/rtc`. This avoids CORS, needs one certificate, and gives the
 * same addresses as a deployment. It keeps no access log, because the query of `/rtc` contains tokens.
 */
export function createOrigin({
  app,
  tokenHandlerUrl,
  livekitUrl,
  hosts = [],
  inviteOrigin,
}: OriginOptions): Origin {
  const known = new Set([...localHosts, ...hosts]);
  // A new connection for each request: the other side may just have closed a kept-alive one.
  const proxy = createProxyServer({ agent: false, proxyTimeout: upstreamTimeoutMs });
  proxy.on('error', (_error, request, answer) => {
    if (answer instanceof ServerResponse) answerUnreachable(answer, find(request?.url)?.name);
    else answer?.destroy();
  });

  function find(url: string | undefined): Upstream | undefined {
    const path = url?.split('?', 1)[0] ?? '';
    if (handlerPaths.has(path)) return { name: 'The token handler', url: tokenHandlerUrl() };
    if (signalling.test(path)) return { name: 'LiveKit', url: livekitUrl };
    return undefined;
  }

  return {
    request(request, response) {
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Referrer-Policy', 'no-referrer');
      if (!isKnown(request, known)) return refuse(response, known);
      for (const { name, value } of app.headers ?? []) response.setHeader(name, forRequest(value, request));
      const upstream = find(request.url);
      if (inviteOrigin && request.url === '/config.json') return serveConfig(response, inviteOrigin);
      if (upstream === undefined) return serve(app, request, response);
      setForwarded(request);
      if (request.url === healthPath) request.url = '/';
      proxy
        .web(request, response, { target: upstream.url })
        .catch(() => answerUnreachable(response, upstream.name));
    },
    upgrade(request, socket, head) {
      // Without a listener an error on an unused socket would end the process.
      socket.on('error', () => socket.destroy());
      const upstream = isKnown(request, known) ? find(request.url) : undefined;
      if (upstream?.name === 'LiveKit') {
        setForwarded(request);
        proxy.ws(request, socket, { target: upstream.url }, head).catch(() => socket.destroy());
      } else if (!isKnown(request, known) || app.upgrade?.(request, socket, head) !== true) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      }
    },
  };
}

/**
 * Whether the request was meant for this origin. A page on the internet whose name suddenly resolves to 127.0.0.1 (DNS
 * rebinding) still sends its own name in `Host`.
 */
function isKnown(request: IncomingMessage, known: ReadonlySet<string>): boolean {
  const host = request.headers.host?.replace(/:\d+$/, '').toLowerCase();
  return host !== undefined && known.has(host);
}

/**
 * Replaces the placeholder `wss://$host` in a header value.
 *
 * @param request its `Host` is one of our own names
 */
function forRequest(value: string, request: IncomingMessage): string {
  const scheme = isEncrypted(request) ? 'wss' : 'ws';
  return value.replaceAll('wss://$host', `${scheme}://${request.headers.host ?? ''}`);
}

const isEncrypted = ({ socket }: IncomingMessage) => 'encrypted' in socket;

/** Serves `config.json` (src/access/config.ts). */
function serveConfig(response: ServerResponse, inviteOrigin: string) {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
  response.end(JSON.stringify({ tokenEndpoint: tokenPath, inviteOrigin }));
}

function refuse(response: ServerResponse, known: ReadonlySet<string>) {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`First Room answers only under these names: ${[...known].join(', ')}.\n`);
}

/** Replaces forwarding headers with our own: the token handler trusts one hop, which is this origin. */
function setForwarded(request: IncomingMessage) {
  for (const claim of claims) delete request.headers[claim];
  request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  request.headers['x-forwarded-proto'] = isEncrypted(request) ? 'https' : 'http';
  request.headers['x-forwarded-host'] = request.headers.host ?? '';
}

function answerUnreachable(response: ServerResponse, name: Upstream['name'] = 'LiveKit') {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error = { code: 'upstream_unreachable', message: `${name} does not answer.` };
  response.writeHead(502, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ error }));
}

function serve(app: App, request: IncomingMessage, response: ServerResponse) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  try {
    app.handle(request, response);
  } catch {
    // sirv throws at a Range that ends before it begins.
    if (!response.headersSent) response.writeHead(400);
    response.end();
  }
}
