import { setTimeout as wait } from 'node:timers/promises';
import {
  AudioSource,
  dispose,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  type DisconnectReason,
  type TrackSource,
} from '@livekit/rtc-node';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import type { HostAction } from '../../common/contract.ts';
import type { Child } from '../../local/child.ts';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { startLivekit } from '../../local/livekit/startLivekit.ts';
import { findFreePorts } from '../../local/ports.ts';
import { silentScreen } from '../../local/screen.ts';
import { readConfig } from '../config.ts';
import { createHandler } from '../handler.ts';
import { liveRooms, type LiveRooms } from '../liveRooms.ts';
import { localLimit } from '../requestLimit.ts';
import { listen, type RunningServer } from '../server.ts';
import { refusal, testKeys } from './parts.ts';

/**
 * Helpers for tests in which hosts and guests are in rooms of a real LiveKit; they join with LiveKit's client for Node.
 * Two token handlers that share no memory answer in turn, and LiveKit tells the second one who has joined.
 */

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

export const hostKey = 'red-kettle-forty-nine';
export const roomName = 'my-first-room';

let livekit: Child;
let startAgain: () => Child;
/** LiveKit's API, as the handlers use it. */
export let live: LiveRooms;
let livekitPort = 0;
const handlers: RunningServer[] = [];
let startHandlers: () => Promise<RunningServer[]>;
let endHandlers = (): unknown => undefined;
const joined: Room[] = [];
const sockets: WebSocket[] = [];
let asked = 0;
/** Counts the first handler's requests for rooms: the last one that it sent, and the last one that was answered. */
let begun = 0;
let answered = 0;

const nothing = () => Promise.resolve();

/**
 * A test sets these functions to do something just before the first handler sets a permission, lets a guest in from the
 * lobby (or just after), or asks LiveKit about a room.
 */
export const firstHandler = {
  beforePermit: nothing,
  beforeUpdate: nothing,
  afterUpdate: nothing,
  beforeAsking: nothing,
};

/**
 * Starts LiveKit and the two token handlers before the tests of a file, and ends everybody's calls after each test.
 *
 * @param env settings of the handlers
 */
export function startHostedRooms(env: Record<string, string> = {}): void {
  beforeAll(async () => {
    const found = await findLivekit({
      environment: process.env,
      screen: silentScreen,
      signal: AbortSignal.timeout(100_000),
    });
    if (!found.ok) throw new Error('There is no livekit-server: npm test brings it.');
    const [port = 0, firstPort = 0, secondPort = 0] = await findFreePorts(3, 'tcp', '127.0.0.1');
    const [udpPort = 0] = await findFreePorts(1, 'udp', '127.0.0.1');
    livekitPort = port;
    live = liveRooms(livekitAddress('http'), testKeys);
    startAgain = () =>
      startLivekit(
        found.value.path,
        {
          port,
          udpPort,
          tcpPort: undefined,
          mediaAddress: '127.0.0.1',
          keys: testKeys,
          webhookUrl: `http://127.0.0.1:${String(secondPort)}/webhook`,
        },
        () => {},
      );
    livekit = startAgain();
    const permit: LiveRooms['permit'] = async (...parameters) => {
      await firstHandler.beforePermit();
      await live.permit(...parameters);
    };
    const update: LiveRooms['update'] = async (...parameters) => {
      await firstHandler.beforeUpdate();
      await live.update(...parameters);
      await firstHandler.afterUpdate();
    };
    const rooms: LiveRooms['rooms'] = async (names) => {
      begun += 1;
      const request = begun;
      await firstHandler.beforeAsking();
      const answer = await live.rooms(names);
      answered = Math.max(answered, request);
      return answer;
    };
    const participants: LiveRooms['participants'] = async (room) => {
      await firstHandler.beforeAsking();
      return await live.participants(room);
    };
    startHandlers = async () => {
      const life = { isOver: false };
      endHandlers = () => (life.isOver = true);
      return [
        await startHandler(firstPort, env, mortal({ ...live, permit, update, rooms, participants }, life)),
        await startHandler(secondPort, env, mortal(live, life)),
      ];
    };
    handlers.push(...(await startHandlers()));
    await vi.waitFor(async () => await fetch(livekitAddress('http')), 20_000);
  });

  afterEach(async () => {
    firstHandler.beforePermit = nothing;
    firstHandler.beforeUpdate = nothing;
    firstHandler.afterUpdate = nothing;
    firstHandler.beforeAsking = nothing;
    for (const socket of sockets.splice(0)) socket.terminate();
    for (const room of joined.splice(0)) await room.disconnect();
    await live.end(roomName).catch(() => undefined);
    // Waits for longer than a handler caches the state of this room, so that the next test begins with a new state.
    await wait(150);
  });

  afterAll(async () => {
    await Promise.all(handlers.map((handler) => handler.close(0)));
    await livekit.stop();
    await dispose();
  });
}

/** Kills LiveKit as a crash does, and starts it again. LiveKit has then forgotten all rooms. */
export async function restartLivekit(): Promise<void> {
  if (livekit.pid !== undefined) process.kill(livekit.pid, 'SIGKILL');
  await livekit.ended;
  livekit = startAgain();
  await vi.waitFor(async () => await fetch(livekitAddress('http')), 20_000);
}

/** Ends both token handlers, and starts two others in their place, which have seen nothing of what was decided. */
export async function replaceHandlers(): Promise<void> {
  await Promise.all(handlers.splice(0).map((handler) => handler.close(0)));
  endHandlers();
  handlers.push(...(await startHandlers()));
}

/** LiveKit's API for handlers of this process, which no request reaches any more when their life is over. */
function mortal(rooms: LiveRooms, life: { isOver: boolean }): LiveRooms {
  const refuse = () => Promise.reject(new Error('This handler has ended.'));
  return new Proxy(rooms, {
    get: (target, name) => (life.isOver ? refuse : Reflect.get(target, name)),
  });
}

/** Waits until the first handler has read its rooms anew, as it does every 2 s. */
export async function firstHandlerLooks(): Promise<void> {
  const before = begun;
  await vi.waitFor(() => expect(answered).toBeGreaterThan(before), 20_000);
}

/** What LiveKit has as the metadata of the tests' room; `undefined` if it does not exist. */
export async function metadataNow(): Promise<string | undefined> {
  return (await live.rooms([roomName]))[0]?.metadata;
}

function livekitAddress(scheme: 'http' | 'ws'): string {
  return `${scheme}://127.0.0.1:${String(livekitPort)}`;
}

async function startHandler(
  port: number,
  env: Record<string, string>,
  livekitOfHandler: LiveRooms,
): Promise<RunningServer> {
  const config = readConfig({
    LIVEKIT_API_KEY: testKeys.apiKey,
    LIVEKIT_API_SECRET: testKeys.apiSecret,
    LIVEKIT_URL: livekitAddress('ws'),
    LIVEKIT_API_URL: livekitAddress('http'),
    RATE_LIMIT_PER_MINUTE: '1000',
    TRUSTED_PROXY_HOPS: '1',
    HOST_KEY: hostKey,
    PORT: String(port),
    ...env,
  });
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const handler = createHandler({
    config: config.value,
    live: livekitOfHandler,
    log: pino({ level: 'silent' }),
    metrics: undefined,
    createLimit: localLimit,
  });
  const listening = await listen(handler, config.value);
  if (!listening.ok) throw new Error(listening.failure);
  return listening.value;
}

/** Chooses the handler that gets the next request. */
export function chooseHandler(index: 0 | 1): void {
  asked = index + 1;
}

/** Sends a request to one of the two handlers, in turn. */
export async function post(
  path: '/token' | '/host',
  body: object,
  bearer?: string,
  address = '192.0.2.1',
  headers: Record<string, string> = {},
): Promise<Response> {
  asked += 1;
  const { port } = handlers[asked % handlers.length] ?? { port: 0 };
  return await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: {
      // A test may replace the handler, which then listens at the same port: the next request may not use this connection.
      Connection: 'close',
      'Content-Type': 'application/json',
      'X-Forwarded-For': address,
      ...headers,
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
}

/** A secret of a guest, always the same one for the same name. */
export function secretOf(name: string): string {
  return `${name}-${'0'.repeat(30)}`;
}

export async function tokenFor(name: string, bearer?: string, room = roomName): Promise<string> {
  const wish = { room_name: room, participant_name: name, participant_identity: secretOf(name) };
  const response = await post('/token', wish, bearer);
  if (response.status !== 201) throw new Error(await refusal(response));
  return String(Reflect.get(Object(await response.json()), 'participant_token'));
}

export async function connect(token: string) {
  const room = new Room();
  joined.push(room);
  // The listener is added before the guest connects, because LiveKit may end the connection at once.
  const end = new Promise<DisconnectReason>((resolve) => room.once(RoomEvent.Disconnected, resolve));
  await room.connect(livekitAddress('ws'), token);
  return { token, room, end };
}

/**
 * Connects a client whose media never connects. LiveKit keeps it in the room for a minute, unless it is removed.
 *
 * @returns everything that LiveKit sends to it, also later, and the end of the connection
 */
export async function signalOnly(token: string): Promise<{ received: string; end: Promise<unknown> }> {
  const signalling = new WebSocket(`${livekitAddress('ws')}/rtc?protocol=15&access_token=${token}`);
  sockets.push(signalling);
  const end = new Promise((resolve) => signalling.once('close', resolve));
  const everything = { received: '', end };
  signalling.on('message', (data: Buffer) => (everything.received += data.toString('latin1')));
  // LiveKit's first message means that this client is in the room.
  await new Promise((resolve) => signalling.once('message', resolve));
  return everything;
}

export async function join(name: string, bearer?: string, room = roomName) {
  return await connect(await tokenFor(name, bearer, room));
}

export type Guest = Awaited<ReturnType<typeof join>>;

/** Sends a host's request, about this guest if one is given. */
export async function act(
  action: HostAction,
  about?: Guest,
  more: object = {},
  bearer = hostKey,
): Promise<Response> {
  const identity = about?.room.localParticipant?.identity;
  return await post(
    '/host',
    {
      room_name: roomName,
      action,
      ...(identity !== undefined && { participant_identity: identity }),
      ...more,
    },
    bearer,
  );
}

export async function acted(...[action, about, more, bearer]: Parameters<typeof act>): Promise<void> {
  const response = await act(action, about, more, bearer);
  expect(response.status === 204 ? '204' : await refusal(response)).toBe('204');
}

/** Publishes silence from this source. Resolves when LiveKit lists the track. */
export async function publish({ room }: Pick<Guest, 'room'>, source: TrackSource): Promise<void> {
  const track = LocalAudioTrack.createAudioTrack('sound', new AudioSource(48_000, 1));
  const publication = await room.localParticipant?.publishTrack(track, new TrackPublishOptions({ source }));
  // Waits for the track, because LiveKit lists it only once its first packets have arrived.
  await eventually(async () => {
    const tracks = (await infoOf({ room }))?.tracks ?? [];
    expect(tracks.map(({ sid }) => sid)).toContain(publication?.sid);
  });
}

/** The data about this guest that LiveKit's API returns. */
export async function infoOf({ room }: Pick<Guest, 'room'>) {
  const everybody = await live.participants(roomName);
  return everybody.find(({ identity }) => identity === room.localParticipant?.identity);
}

/**
 * Waits until the expectation is met, because LiveKit reports a changed track or permission a moment after it has
 * accepted the request.
 */
export async function eventually(expectation: () => Promise<void>): Promise<void> {
  await vi.waitFor(expectation, 10_000);
}
