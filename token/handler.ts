import { Readable } from 'node:stream';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk';
import { answer, json, text } from './answer.ts';
import { bearerReader, bearerRefusal, type Shown } from './checkKey.ts';
import { checkRoomPlaces, checkShare, checkWish, isCheckRoom } from './checkRoom.ts';
import { clientAddress } from './clientAddress.ts';
import type { Config } from './config.ts';
import {
  lobbyHeader,
  lobbyWishes,
  type HostAction,
  type KnockRefusal,
  type LobbyWish,
  type RefusalCode,
  type Role,
  type TokenAnswer,
  type WhoIsHere,
} from '../common/contract.ts';
import { participantCounter } from './countParticipants.ts';
import { fullness } from './fullness.ts';
import { createWaiting } from './waiting.ts';
import { guestIdentity } from './guestIdentity.ts';
import { createHosting, revoked } from './hosting.ts';
import { createLobby, isInLobby } from './lobby.ts';
import { describeApiFailure, type LiveRooms } from './liveRooms.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { tokenMint } from './mintToken.ts';
import { readJsonBody, readTextBody } from './readBody.ts';
import { readHostRequest } from './readHostRequest.ts';
import { readTokenRequest, type Wish } from './readTokenRequest.ts';
import { granted, refusalStatus, refused, type Granted, type Refused } from './refusal.ts';
import { localLimit, type CreateLimit, type RequestLimit } from './requestLimit.ts';
import {
  allowing,
  initialState,
  isDecidedAbout,
  roleIn,
  rulesFor,
  whyKeptOut,
  withoutDecisionsAbout,
  type RoomState,
} from './roomState.ts';
import { roomStates } from './roomStates.ts';
import { shareWhilePending } from './shareWhilePending.ts';
import { serverUrl } from './serverUrl.ts';
import { whoIsHere } from './whoIsHere.ts';

/** The configuration of the token handler, and its connections to LiveKit, log, metrics and counters. */
export interface HandlerParts {
  config: Config;
  live: LiveRooms;
  log: Logger;
  /** `undefined` when metrics are off. */
  metrics: Metrics | undefined;
  /** Creates the request counters, in memory or in Redis. */
  createLimit: CreateLimit;
}

interface HandlerEnv {
  /** The client's connection, which @hono/node-server passes with each request; absent in tests without a server. */
  Bindings: { incoming?: { socket: { remoteAddress?: string | undefined } } };
  Variables: {
    address: string;
    code: RefusalCode | undefined;
    /**
     * What the header `Authorization` of the request contains; not set for health checks and LiveKit's own requests.
     */
    shown: Shown;
    /** The action that a host has asked for. */
    action: HostAction | undefined;
  };
}

interface Admission {
  token: string;
  /** The token with which the guest's page may connect in the lobby. */
  lobbyToken: string | undefined;
  /** Whether the guest, who was connected in the lobby, is in the room now. */
  entered: boolean;
  /** Who is in the room; undefined unless SHOW_WHO_IS_HERE lets guests know that before they join. */
  here: WhoIsHere | undefined;
}

type HandlerContext = Context<HandlerEnv>;

/** Paths of the token endpoint. A proxy may forward `/token` unchanged or as `/`. */
const tokenPaths = ['/', '/token'];

/**
 * Number of refusals with `rate_limited` that are logged in a minute for one address, so that a flood does not fill the
 * log. The metrics count all of them.
 */
const loggedRefusals = 5;

/** Longest path that is logged. The handler's own paths are shorter, and a long one must not fill the log. */
const longestLoggedPath = 100;

/**
 * Creates the token handler, `Request -> Response`. Call `handler.fetch(request, { incoming })`; the client's address
 * is read from the socket of `incoming`.
 */
export function createHandler({ config, live, log, metrics, createLimit }: HandlerParts): Hono<HandlerEnv> {
  const { roomKey } = config;
  const limit = createLimit('requests', config.rateLimitPerMinute);
  // Requests without the room key are counted apart, so that they do not use up the limit of guests who have the key.
  const keyless = createLimit('requests-without-key', config.rateLimitPerMinute);
  // A guest who is connected in the lobby has been counted there, so that the click on Join does not use up the limit of
  // others behind the same address.
  const entries = createLimit('entering', config.rateLimitPerMinute);
  const checks = createLimit('checks', Math.ceil(config.rateLimitPerMinute * checkShare));
  const participants = shareWhilePending((room: string) => live.participants(room));
  const isFull = fullness(
    participantCounter({
      async participants(room) {
        const people = await participants(room);
        // A guest in the lobby who could not be put out does not change how many people are in the room.
        if (!isCheckRoom(room)) await lobby.tidy(room, people).catch(lobbyFailed);
        return people;
      },
    }),
  );
  const states = roomStates(live, config);
  const mintToken = tokenMint(config.keys, config.maxParticipants);
  const readBearer = bearerReader(config);
  const refuseBearer = bearerRefusal(createLimit);
  const waiting = createWaiting({ config, live, states, mintToken });
  const lobby = createLobby({
    config,
    live,
    states,
    mintToken,
    onFailure: lobbyFailed,
  });
  const hosting = createHosting({
    config,
    live,
    states,
    waiting,
    lobby,
    createLimit,
    refuseBearer,
    onFailure: livekitFailed,
  });
  const webhooks = new WebhookReceiver(config.keys.apiKey, config.keys.apiSecret);
  const app = new Hono<HandlerEnv>();

  app.use(recordRequests({ config, log, metrics }));
  if (config.corsOrigins.length > 0) app.use(allowOrigins(config.corsOrigins));
  app.get('/healthz', () => text('ok'));
  app.all('/healthz', (c) => refuseMethod(c, 'GET, HEAD'));
  app.options('*', () => answer(null, 204, { Allow: 'GET, HEAD, POST, OPTIONS' }));

  // LiveKit sends all its webhooks from one address, so their number is not limited. They are signed, so nobody else
  // can send them.
  app.post('/webhook', async (c) => {
    const body = await readTextBody(bodyOf(c), largestWebhookBytes);
    if (!body.ok) return refuse(c, body.refused);
    let event: WebhookEvent;
    try {
      event = await webhooks.receive(body.value, c.req.header('authorization'));
    } catch {
      // Counted like wrong keys, so that nobody fills the log.
      const refusal = await refuseBearer(c.get('address'), { is: 'wrong' });
      const message = 'LiveKit has not signed this request.';
      return refuse(c, refusal.code === 'key_wrong' ? { ...refusal, message } : refusal);
    }
    if (await hosting.joined(event)) return answer(null, 204);
    return refuse(c, { code: 'livekit_failed', message: 'The check failed. Send the event again.' });
  });

  app.use(async (c, next) => {
    const shown = readBearer(c.req.header('authorization'));
    c.set('shown', shown);
    const isKeyless =
      shown.is === 'wrong' || shown.is === 'ended' || (shown.is === 'nothing' && roomKey !== undefined);
    // Requests of hosts are counted once it is known who sends them (`hosting.ts`).
    if (c.req.path === '/host' && !isKeyless && shown.is !== 'nothing') return await next();
    const retryAfterSeconds = await (isKeyless ? keyless : limitFor(c)).count(c.get('address'));
    if (retryAfterSeconds === undefined) return await next();
    const message = 'Too many requests from this address.';
    return refuse(c, { code: 'rate_limited', message, retryAfterSeconds });
  });
  app.on(['GET', 'POST'], tokenPaths, async (c, next) => {
    const shown = c.get('shown');
    if (shown.is === 'key' || shown.is === 'invitation') return await next();
    if (roomKey === undefined && shown.is !== 'ended') return await next();
    const refusal = await refuseBearer(c.get('address'), shown);
    return refuse(c, refusal);
  });
  app.on('GET', tokenPaths, async (c) => {
    const shown = c.get('shown');
    const room = shown.is === 'invitation' ? shown.room : config.rooms[0];
    const name = shown.is === 'invitation' ? shown.name : undefined;
    const token = await openRoom({ room, ...(name !== undefined && { name }) }, shown, c.get('address'));
    return token.ok ? text(token.value.token) : refuse(c, token.refused);
  });
  app.on('POST', tokenPaths, async (c) => {
    const body = await readJsonBody(c.req.raw, bodyOf(c));
    if (!body.ok) return refuse(c, body.refused);
    const shown = c.get('shown');
    const wish = readTokenRequest(body.value, shown.is === 'invitation' ? [shown.room] : config.rooms);
    if (!wish.ok) return refuse(c, wish.refused);
    if (shown.is === 'invitation' && shown.name !== undefined) wish.value.name = shown.name;
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
    const guest = isCheck ? checkWish(wish.value) : wish.value;
    const token = await openRoom(guest, shown, c.get('address'), wishedInLobby(c));
    if (!token.ok) return refuse(c, token.refused, {}, address);
    const { here, lobbyToken, entered } = token.value;
    const grant: TokenAnswer = { server_url: address, participant_token: token.value.token };
    if (here) grant.here = here;
    if (lobbyToken !== undefined) grant.lobby_token = lobbyToken;
    if (entered) grant.entered = true;
    if (isCheck) grant.seen = { time: new Date().toISOString(), address: c.get('address') };
    return json(grant, 201);
  });
  app.on('ALL', tokenPaths, (c) => refuseMethod(c, 'GET, HEAD, POST, OPTIONS'));

  app.post('/host', async (c) => {
    const body = await readJsonBody(c.req.raw, bodyOf(c));
    if (!body.ok) return refuse(c, body.refused);
    const asked = readHostRequest(body.value, config.rooms);
    if (asked.ok) c.set('action', asked.value.action);
    const acted = await hosting.act(c.get('shown'), c.get('address'), asked);
    if (!acted.ok) return refuse(c, acted.refused);
    return acted.value === undefined ? answer(null, 204) : json(acted.value, 200);
  });
  app.all('/host', (c) => refuseMethod(c, 'POST, OPTIONS'));

  app.notFound((c) => refuse(c, { code: 'not_found', message: 'There is nothing at this path.' }));
  app.onError((error, c) => {
    log.error({ err: error }, 'internal error');
    return refuse(c, { code: 'internal_error', message: 'The token handler failed. Its log tells why.' });
  });
  return app;

  /**
   * Grants a token unless the room is full or the guest may not enter. LiveKit itself would let in unwanted guests, and
   * would refuse a guest in a full room with an error that clients take for a broken network.
   *
   * @param inLobby what a page asks that connects while the guest is in the lobby
   */
  async function openRoom(
    wish: Wish,
    shown: Shown,
    address: string,
    inLobby?: LobbyWish,
  ): Promise<Granted<Admission>> {
    const { room } = wish;
    const isCheck = isCheckRoom(room);
    const places = isCheck ? checkRoomPlaces : config.maxParticipants;
    const identity = guestIdentity(config.keys, wish);
    const isAdmitted = shown.is === 'invitation' && shown.guest === identity;
    if (shown.is === 'invitation' && shown.guest !== undefined && !isAdmitted) {
      return { ok: false, refused: await refuseBearer(address, { is: 'wrong' }) };
    }
    const shownRole = roleShown(shown, room);
    const invitationIds = shown.is === 'invitation' ? (shown.ids ?? []) : [];
    if (inLobby === 'enter') lobby.enters(room, identity);
    const [counted, read, others, people] = await Promise.allSettled([
      isFull(room, places),
      isCheck ? initialState('open') : states.read(room),
      isCheck || !config.showWhoIsHere ? undefined : whoElse(room, identity),
      isCheck || inLobby === undefined ? undefined : participants(room),
    ]);
    const failure = [counted, read].find((asked) => asked.status === 'rejected');
    // If LiveKit does not answer, the room counts as not full: LiveKit enforces the limit itself when the guest
    // connects. Then LiveKit also reports who has joined, if it is configured to send webhooks, and the handler checks
    // them.
    if (failure) livekitFailed(failure.reason, 'LiveKit did not say whether the room is full');
    const full = counted.status === 'fulfilled' && counted.value;
    const known = read.status === 'fulfilled' ? read.value : states.lastRead(room);
    if (known === undefined && config.roomEntry !== 'open' && shownRole !== 'host') {
      return refused('livekit_failed', 'LiveKit does not say who may enter this room. Try again later.');
    }
    let state = known ?? initialState(config.roomEntry);
    // The holder of the host key gets in whatever the hosts have decided: a host whom they appointed can't shut them
    // out.
    const isOwner = shown.is === 'key' && shown.role === 'host';
    if (isOwner && isDecidedAbout(state, identity)) {
      try {
        const restored = await states.change(room, (before) => withoutDecisionsAbout(before, identity));
        state = restored ?? initialState(config.roomEntry);
      } catch (error) {
        state = withoutDecisionsAbout(state, identity);
        livekitFailed(error, 'LiveKit did not make the holder of the host key a host again');
      }
    }
    if (await states.isRevoked(invitationIds)) return { ok: false, refused: revoked };
    const role = roleIn(state, identity, shownRole);
    const reason = isCheck ? undefined : whyKeptOut(state, identity, role);
    if (reason === 'knock_required' && !isAdmitted) {
      const endsAt = shown.is === 'invitation' ? shown.endsAt : undefined;
      return await knock({ ...wish, identity, role, address, endsAt, invitationIds });
    }
    if (reason !== undefined && reason !== 'knock_required') return refused(reason, keptOut[reason]);
    // LiveKit ends an earlier connection of the same guest before it counts (1.13.5, roommanager.go).
    if (full && !(await isInRoom(room, identity)))
      return refused('room_full', `The room holds ${String(places)} people and is full.`);
    if (!isCheck) await establish(state, { room, admitted: reason === undefined ? undefined : identity });
    const guest = { ...wish, identity };
    const inRoom = people.status === 'fulfilled' ? people.value : undefined;
    const entering =
      inLobby === 'enter' && inRoom
        ? await lobby.enter(guest, shownRole, { state, people: inRoom })
        : granted(false);
    if (!entering.ok) return refused(entering.refused.code, entering.refused.message);
    const token = mintToken({ ...guest, role, rules: rulesFor(state, identity) });
    if (!entering.value) metrics?.granted();
    // Whoever gets into a closed room as a host or an admitted guest joins without a connection in the lobby.
    const mayConnect = inLobby === 'connect' && state.entry === 'open';
    return granted({
      token,
      lobbyToken: mayConnect && inRoom ? lobby.tokenFor(guest, inRoom) : undefined,
      entered: entering.value,
      here: others.status === 'fulfilled' ? others.value : undefined,
    });
  }

  /** Whether a guest has a place already, perhaps by a connection that is lost; not if LiveKit does not answer. */
  async function isInRoom(room: string, identity: string): Promise<boolean> {
    const people = await participants(room).catch(() => []);
    return people.some((one) => one.identity === identity && !isInLobby(one));
  }

  async function whoElse(room: string, identity: string): Promise<WhoIsHere | undefined> {
    return whoIsHere(await participants(room), identity);
  }

  /** Refuses a guest who has to knock. If the waiting room has a free place, the refusal contains a token for it. */
  async function knock(
    guest: Wish & {
      identity: string;
      role: Role;
      address: string;
      endsAt: number | undefined;
      invitationIds: readonly string[];
    },
  ): Promise<{ ok: false; refused: Refused }> {
    const required = refused('knock_required', 'A host has to admit newcomers to this room.');
    // Without a secret the guest would have another identity after a host has admitted them, so they get no token.
    if (guest.secret === undefined) return required;
    try {
      const token = await waiting.knock(guest);
      return token.ok ? { ok: false, refused: { ...required.refused, waitingToken: token.value } } : token;
    } catch (error) {
      livekitFailed(error, 'LiveKit did not say whether there is a place to wait');
      return refused(
        'livekit_failed',
        'LiveKit does not say whether there is a place to wait. Try again later.',
      );
    }
  }

  /**
   * Writes into LiveKit's room, before the guest joins, that the room is not open, and that a guest whom a host
   * admitted earlier may enter.
   */
  async function establish(
    state: RoomState,
    { room, admitted }: { room: string; admitted: string | undefined },
  ): Promise<void> {
    const isUnwritten = config.roomEntry !== 'open' && state.changes.length === 0;
    if (!isUnwritten && admitted === undefined) return;
    try {
      await states.establish(room, (before) =>
        allowing(before, admitted === undefined ? [] : [{ identity: admitted }]),
      );
    } catch (error) {
      livekitFailed(error, 'LiveKit did not note how newcomers get into the room');
    }
  }

  function livekitFailed(error: unknown, message: string): void {
    metrics?.livekitFailed();
    log.warn({ livekitApiUrl: config.livekitApiUrl, reason: describeApiFailure(error) }, message);
  }

  function lobbyFailed(error: unknown): void {
    livekitFailed(error, 'LiveKit did not let a guest in from the lobby, or put one out');
  }

  function wishedInLobby(c: HandlerContext): LobbyWish | undefined {
    return config.connectInLobby ? lobbyWish(c) : undefined;
  }

  /** The limit for a request with a valid key. */
  function limitFor(c: HandlerContext): RequestLimit {
    return wishedInLobby(c) === 'enter' ? entries : limit;
  }

  /** The role that a key, an invitation or a token gives a guest in this room. */
  function roleShown(shown: Shown, room: string): Role {
    if (shown.is === 'key') return shown.role;
    return shown.is === 'invitation' && shown.room === room ? shown.role : config.guestRole;
  }
}

const keptOut = {
  removed: 'A host removed this guest.',
  room_locked: 'A host has locked this room.',
};

/**
 * Largest webhook in bytes. A webhook about a participant, in a room whose state has the largest size, has about 12 kB.
 */
const largestWebhookBytes = 65_536;

function lobbyWish(c: HandlerContext): LobbyWish | undefined {
  const wished = c.req.header(lobbyHeader);
  return lobbyWishes.find((known) => known === wished);
}

/**
 * The body of a request as node's own stream if there is one: the web stream made from it took a sixth of a request's
 * time (profile of node 20.20).
 */
function bodyOf(c: HandlerContext): Readable | null {
  const incoming = c.env?.incoming;
  if (incoming instanceof Readable) return incoming;
  return c.req.raw.body && Readable.from(c.req.raw.body);
}

/**
 * Answers with a refusal.
 *
 * @param livekit LiveKit's address, for a refusal that contains a token
 */
function refuse(
  c: HandlerContext,
  { code, message, retryAfterSeconds, waitingToken }: Refused,
  headers: Record<string, string> = {},
  livekit?: string,
) {
  c.set('code', code);
  const refusal: KnockRefusal = {
    error: { code, message },
    ...(waitingToken !== undefined &&
      livekit !== undefined && { server_url: livekit, participant_token: waitingToken }),
  };
  return json(refusal, refusalStatus[code], {
    ...headers,
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    // RFC 9110, 11.6.1 requires this header with 401. Browsers have no dialog for the scheme Bearer and show none.
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
 * Logs each request in one line and counts it in the metrics. Health checks come every few seconds, so they are not
 * counted, and logged at debug level only.
 */
function recordRequests({
  config,
  log,
  metrics,
}: Omit<HandlerParts, 'live' | 'createLimit'>): MiddlewareHandler<HandlerEnv> {
  const refusals = localLimit('logged-refusals', loggedRefusals);
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
      action: c.get('action'),
    };
    if (path === '/healthz' || (line.action === 'list_waiting' && status === 200)) {
      log.debug(line, 'request');
      return;
    }
    metrics?.answered({ status, code, seconds: ms / 1000 });
    // No limit counts OPTIONS, so anybody could fill the log with it.
    const isQuiet =
      method === 'OPTIONS' || (code === 'rate_limited' && (await refusals.count(address)) !== undefined);
    log[isQuiet ? 'debug' : 'info'](line, 'request');
  };
}

/**
 * Adds CORS headers for pages of the allowed origins. Pages of other origins get none, so their browsers refuse the
 * answer.
 */
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
