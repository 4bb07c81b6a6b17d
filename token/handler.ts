import { Readable } from 'node:stream';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { answer, json, text } from './answer.ts';
import { keyCheck, showsKey } from './checkKey.ts';
import { checkRoomPlaces, checkShare, checkWish, isCheckRoom } from './checkRoom.ts';
import { clientAddress } from './clientAddress.ts';
import type { Config } from './config.ts';
import type { Refusal, RefusalCode, TokenAnswer } from '../common/contract.ts';
import { describeApiFailure, type CountParticipants } from './countParticipants.ts';
import { fullness } from './fullness.ts';
import { guestIdentity } from './guestIdentity.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { tokenMint } from './mintToken.ts';
import { readJsonBody } from './readBody.ts';
import { readTokenRequest, type Wish } from './readTokenRequest.ts';
import { granted, refusalStatus, refused, type Granted, type Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';
import { serverUrl } from './serverUrl.ts';

/** The handler's configuration and its connections to the outside. */
export interface HandlerParts {
  config: Config;
  countParticipants: CountParticipants;
  log: Logger;
  /** Undefined when metrics are off. */
  metrics: Metrics | undefined;
  /** Creates the request counters, in memory or in Redis. */
  createLimit: CreateLimit;
}

interface HandlerEnv {
  /** Set by @hono/node-server for each request; absent in tests without a server. */
  Bindings: { incoming?: { socket: { remoteAddress?: string | undefined } } };
  Variables: { address: string; code: RefusalCode | undefined };
}

type HandlerContext = Context<HandlerEnv>;

/** A proxy may forward `/token` unchanged or as `/`. */
const tokenPaths = ['/', '/token'];

/** Our own paths are shorter; a long one must not fill the log. */
const longestLoggedPath = 100;

/**
 * Creates the token handler, `Request -> Response`. Call `handler.fetch(request, { incoming })`; the client's address
 * is read from the socket of `incoming`.
 */
export function createHandler({
  config,
  countParticipants,
  log,
  metrics,
  createLimit,
}: HandlerParts): Hono<HandlerEnv> {
  const { roomKey } = config;
  const limit = createLimit('requests', config.rateLimitPerMinute);
  // Counted apart, so that requests without the key do not use up the limit of guests who have it.
  const keyless =
    roomKey === undefined ? limit : createLimit('requests-without-key', config.rateLimitPerMinute);
  const checks = createLimit('checks', Math.ceil(config.rateLimitPerMinute * checkShare));
  const isFull = fullness(countParticipants);
  const mintToken = tokenMint(config.keys, config.maxParticipants);
  const app = new Hono<HandlerEnv>();

  app.use(recordRequests({ config, log, metrics }));
  if (config.corsOrigins.length > 0) app.use(allowOrigins(config.corsOrigins));
  app.get('/healthz', () => text('ok'));
  app.all('/healthz', (c) => refuseMethod(c, 'GET, HEAD'));
  app.options('*', () => answer(null, 204, { Allow: 'GET, HEAD, POST, OPTIONS' }));

  app.use(async (c, next) => {
    const isKeyless = roomKey !== undefined && !showsKey(roomKey, c.req.header('authorization'));
    const retryAfterSeconds = await (isKeyless ? keyless : limit).count(c.get('address'));
    if (retryAfterSeconds === undefined) return await next();
    const message = 'Too many requests from this address.';
    return refuse(c, { code: 'rate_limited', message, retryAfterSeconds });
  });
  if (roomKey !== undefined) app.on(['GET', 'POST'], tokenPaths, requireKey(roomKey, createLimit));
  app.on('GET', tokenPaths, async (c) => {
    const token = await openRoom({ room: config.rooms[0] });
    return token.ok ? text(token.value) : refuse(c, token.refused);
  });
  app.on('POST', tokenPaths, async (c) => {
    const body = await readJsonBody(c.req.raw, bodyOf(c));
    if (!body.ok) return refuse(c, body.refused);
    const wish = readTokenRequest(body.value, config.rooms);
    if (!wish.ok) return refuse(c, wish.refused);
    const address = serverUrl({
      livekitUrl: config.livekitUrl,
      requestUrl: c.req.url,
      forwardedProto: c.req.header('x-forwarded-proto'),
      forwardedHost: c.req.header('x-forwarded-host'),
      trustedProxyHops: config.trustedProxyHops,
    });
    if (address === undefined) {
      return refuse(c, { code: 'request_invalid', message: 'X-Forwarded-Proto or -Host makes no address.' });
    }
    const isCheck = isCheckRoom(wish.value.room);
    const retryAfterSeconds = isCheck ? await checks.count(c.get('address')) : undefined;
    if (retryAfterSeconds !== undefined) {
      const message = 'Too many checks from this address.';
      return refuse(c, { code: 'rate_limited', message, retryAfterSeconds });
    }
    const token = await openRoom(isCheck ? checkWish(wish.value) : wish.value);
    if (!token.ok) return refuse(c, token.refused);
    const grant: TokenAnswer = {
      server_url: address,
      participant_token: token.value,
      ...(isCheck && { seen: { time: new Date().toISOString(), address: c.get('address') } }),
    };
    return json(grant, 201);
  });
  app.on('ALL', tokenPaths, (c) => refuseMethod(c, 'GET, HEAD, POST, OPTIONS'));

  app.notFound((c) => refuse(c, { code: 'not_found', message: 'There is nothing at this path.' }));
  app.onError((error, c) => {
    log.error({ err: error }, 'internal error');
    return refuse(c, { code: 'internal_error', message: 'The token handler failed. Its log tells why.' });
  });
  return app;

  /**
   * Grants a token unless the room is full: LiveKit would refuse with an error that clients take for a broken network.
   */
  async function openRoom(wish: Wish): Promise<Granted<string>> {
    const places = isCheckRoom(wish.room) ? checkRoomPlaces : config.maxParticipants;
    try {
      if (await isFull(wish.room, places)) {
        return refused('room_full', `The room holds ${String(places)} people and is full.`);
      }
    } catch (error) {
      // LiveKit enforces the limit itself when the client connects.
      metrics?.livekitFailed();
      log.warn(
        { livekitApiUrl: config.livekitApiUrl, reason: describeApiFailure(error) },
        'LiveKit did not say whether the room is full',
      );
    }
    const token = mintToken({ ...wish, identity: guestIdentity(config.keys, wish) });
    metrics?.granted();
    return granted(token);
  }
}

/**
 * The body as node's own stream where there is one: the web stream made from it took a sixth of a request's time
 * (profile of node 20.20).
 */
function bodyOf(c: HandlerContext): Readable | null {
  const incoming = c.env?.incoming;
  if (incoming instanceof Readable) return incoming;
  return c.req.raw.body && Readable.from(c.req.raw.body);
}

/** Runs before any answer that depends on the room. */
function requireKey(roomKey: string, createLimit: CreateLimit): MiddlewareHandler<HandlerEnv> {
  const checkKey = keyCheck(roomKey, createLimit);
  return async (c, next) => {
    const refusal = await checkKey(c.get('address'), c.req.header('authorization'));
    return refusal === undefined ? await next() : refuse(c, refusal);
  };
}

function refuse(
  c: HandlerContext,
  { code, message, retryAfterSeconds }: Refused,
  headers: Record<string, string> = {},
) {
  c.set('code', code);
  const refusal: Refusal = { error: { code, message } };
  return json(refusal, refusalStatus[code], {
    ...headers,
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    // RFC 9110, 11.6.1 requires this header with 401. Browsers have no dialog for this scheme and show none.
    ...(refusalStatus[code] === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  });
}

function refuseMethod(c: HandlerContext, allowed: string) {
  return refuse(
    c,
    { code: 'method_not_allowed', message: `This path allows ${allowed}.` },
    { Allow: allowed },
  );
}

/**
 * Logs each request in one line and counts it. Health checks come every few seconds: they are not counted, and logged
 * at debug level only.
 */
function recordRequests({
  config,
  log,
  metrics,
}: Omit<HandlerParts, 'countParticipants' | 'createLimit'>): MiddlewareHandler<HandlerEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const address = clientAddress({
      socketAddress: c.env?.incoming?.socket.remoteAddress,
      forwardedFor: c.req.header('x-forwarded-for'),
      trustedProxyHops: config.trustedProxyHops,
    });
    c.set('address', address);
    await next();
    const { method, path } = c.req;
    const { status } = c.res;
    const code = c.get('code');
    const ms = performance.now() - startedAt;
    const line = {
      method,
      path: path.slice(0, longestLoggedPath),
      status,
      ms: Math.round(ms),
      address,
      code,
    };
    if (path === '/healthz') {
      log.debug(line, 'request');
      return;
    }
    log.info(line, 'request');
    metrics?.answered({ status, code, seconds: ms / 1000 });
  };
}

/** Adds CORS headers for the allowed origins; others get none. */
function allowOrigins(origins: readonly string[]): MiddlewareHandler<HandlerEnv> {
  const everybody = origins.includes('*');
  const addHeaders = cors({
    origin: everybody ? '*' : [...origins],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Content-Type', 'Authorization'],
    exposeHeaders: ['Retry-After'],
    maxAge: 600,
  });
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && (everybody || origins.includes(origin))) return await addHeaders(c, next);
    return await next();
  };
}
