import { ServerResponse, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { healthPath } from '../common/healthPath.ts';
import type { Header } from './app/shippedHeaders.ts';

/** Serves the web app: its built files, or its sources through Vite. */
export interface App {
  handle: RequestListener;
  /** Headers that are sent with every answer of the origin. */
  headers?: readonly Header[];
  /** Takes over a WebSocket for hot reload. Returns false when the WebSocket is not for the app. */
  upgrade?(request: IncomingMessage, socket: Socket, head: Buffer): boolean;
  close?(): Promise<void>;
}

export interface OriginOptions {
  app: App;
  /**
   * Returns the token handler's address. Called for every request, because in development the token handler restarts on
   * another port.
   */
  tokenHandlerUrl: () => string;
  livekitUrl: string;
  /** Names under which browsers may open the origin, besides localhost: this machine's address in the local network. */
  hosts?: readonly string[];
  /**
   * The origin in the local network. The app gets it for its invitations, because others can't open a link to
   * localhost.
   */
  inviteOrigin?: string | undefined;
}

/** Handlers of requests and WebSockets, shared by the servers at http://localhost and at HTTPS in the local network. */
export interface Origin {
  request: RequestListener;
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
}

/**
 * Matches the paths that are forwarded to LiveKit: signalling and health, and nothing else, such as /twirp, /whip or
 * /agent. They have only letters, digits and single slashes, so that no `..` or `%2e` can lead to another path in
 * LiveKit.
 */
const signalling = /^\/rtc(\/[a-z0-9]+)*$/;

/**
 * The paths that are forwarded to the token handler. They must match exactly: in development Vite serves source files
 * by their paths, some of them in the folder `token`.
 */
const tokenPath = '/token';
const handlerPaths = new Set([tokenPath, '/host']);

/** Headers in which a client could claim another address. They are removed; LiveKit reads CF-Connecting-IP first. */
const claims = ['forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-forwarded-port'];

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Time limit for answers of LiveKit and the token handler: long enough for a slow `POST /token`, short enough that the
 * guest gets an error message.
 */
const upstreamTimeoutMs = 30_000;

type Upstream = { name: 'The token handler' | 'LiveKit'; url: string };

/**
 * Creates the single origin of a local start: the app, the token handler's `/token` and `/host`, and LiveKit's `/rtc`.
 * One origin avoids CORS, needs one certificate, and gives the same addresses as a deployment. It keeps no access log,
 * because the query of `/rtc` contains tokens.
 */
export function createOrigin({
  app,
  tokenHandlerUrl,
  livekitUrl,
  hosts = [],
  inviteOrigin,
}: OriginOptions): Origin {
  const known = new Set([...localHosts, ...hosts]);
  // Opens a new connection for each forwarded request: the server may just have closed one that was kept alive.
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
      // Handles errors of a WebSocket's connection, because an error that nobody handles would end the process.
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
 * Tells whether a request was meant for this origin. A page on the internet whose name suddenly resolves to 127.0.0.1
 * (DNS rebinding) still sends its own name in `Host`.
 */
function isKnown(request: IncomingMessage, known: ReadonlySet<string>): boolean {
  const host = request.headers.host?.replace(/:\d+$/, '').toLowerCase();
  return host !== undefined && known.has(host);
}

/**
 * Replaces the placeholder `wss://$host` in a header's value by the name that the browser used.
 *
 * @param request a request whose `Host` is one of our own names
 */
function forRequest(value: string, request: IncomingMessage): string {
  const scheme = isEncrypted(request) ? 'wss' : 'ws';
  return value.replaceAll('wss://$host', `${scheme}://${request.headers.host ?? ''}`);
}

const isEncrypted = ({ socket }: IncomingMessage) => 'encrypted' in socket;

/** Serves the app's settings, `config.json` (src/access/config.ts). */
function serveConfig(response: ServerResponse, inviteOrigin: string) {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
  response.end(JSON.stringify({ tokenEndpoint: tokenPath, inviteOrigin }));
}

function refuse(response: ServerResponse, known: ReadonlySet<string>) {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`First Room answers only under these names: ${[...known].join(', ')}.\n`);
}

/**
 * Replaces the forwarding headers of a request by our own. The token handler trusts the headers of one proxy, which is
 * this origin.
 */
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
    // sirv throws when a Range header ends before it begins. Such a request is invalid, so it is answered with status
    // 400.
    if (!response.headersSent) response.writeHead(400);
    response.end();
  }
}
