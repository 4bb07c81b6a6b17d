import { setTimeout as wait } from 'node:timers/promises';
import {
  AudioSource,
  dispose,
  DisconnectReason,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import { TrackSource as ApiTrackSource } from 'livekit-server-sdk';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { askAttribute, handAttribute, type HostAction, type InvitationAnswer } from '../common/contract.ts';
import type { Child } from '../local/child.ts';
import { findLivekit } from '../local/livekit/findLivekit.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import { findFreePorts } from '../local/ports.ts';
import { silentScreen } from '../local/screen.ts';
import { readConfig } from './config.ts';
import { createHandler } from './handler.ts';
import { liveRooms, type LiveRooms } from './liveRooms.ts';
import { localLimit } from './requestLimit.ts';
import { roleOf } from './roles.ts';
import { parseState, permissionIn } from './roomState.ts';
import { listen, type RunningServer } from './server.ts';
import { refusal, testKeys } from './testing/parts.ts';

/**
 * In these tests hosts and guests are in rooms of a real LiveKit; they join with LiveKit's client for Node. Two token
 * handlers that share no memory answer in turn, and LiveKit tells the second one who has joined.
 */

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

/**
 * The number of the source in LiveKit's API. The client for Node has an enumeration of its own with the same numbers.
 */
const microphone = ApiTrackSource.MICROPHONE;

const hostKey = 'red-kettle-forty-nine';
const roomName = 'my-first-room';

let livekit: Child;
let live: LiveRooms;
let livekitPort = 0;
const handlers: RunningServer[] = [];
const joined: Room[] = [];
let asked = 0;
/** A test sets this function to do something just before the first handler sets a permission. */
let beforePermit = () => Promise.resolve();
/** A test sets this function to do something just before the first handler asks LiveKit about a room. */
let answers = () => Promise.resolve();

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
  livekit = startLivekit(
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
  const permit: LiveRooms['permit'] = async (...parameters) => {
    await beforePermit();
    await live.permit(...parameters);
  };
  const metadata: LiveRooms['metadata'] = async (room) => {
    await answers();
    return await live.metadata(room);
  };
  const participants: LiveRooms['participants'] = async (room) => {
    await answers();
    return await live.participants(room);
  };
  handlers.push(
    await startHandler(firstPort, { ...live, permit, metadata, participants }),
    await startHandler(secondPort, live),
  );
  await vi.waitFor(async () => await fetch(livekitAddress('http')), 20_000);
});

afterEach(async () => {
  beforePermit = () => Promise.resolve();
  answers = () => Promise.resolve();
  for (const room of joined.splice(0)) await room.disconnect();
  await live.end(roomName).catch(() => undefined);
  // The wait is longer than a handler caches the state of this room.
  await wait(150);
});

afterAll(async () => {
  await Promise.all(handlers.map((handler) => handler.close(0)));
  await livekit.stop();
  await dispose();
});

function livekitAddress(scheme: 'http' | 'ws'): string {
  return `${scheme}://127.0.0.1:${String(livekitPort)}`;
}

async function startHandler(port: number, livekitOfHandler: LiveRooms): Promise<RunningServer> {
  const config = readConfig({
    LIVEKIT_API_KEY: testKeys.apiKey,
    LIVEKIT_API_SECRET: testKeys.apiSecret,
    LIVEKIT_URL: livekitAddress('ws'),
    LIVEKIT_API_URL: livekitAddress('http'),
    RATE_LIMIT_PER_MINUTE: '1000',
    HOST_KEY: hostKey,
    PORT: String(port),
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
function chooseHandler(index: 0 | 1): void {
  asked = index + 1;
}

/** Sends a request to one of the two handlers, in turn. */
async function post(path: '/token' | '/host', body: object, bearer?: string): Promise<Response> {
  asked += 1;
  const { port } = handlers[asked % handlers.length] ?? { port: 0 };
  return await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  });
}

/** A secret of a guest, always the same one for the same name. */
function secretOf(name: string): string {
  return `${name}-${'0'.repeat(30)}`;
}

async function tokenFor(name: string, bearer?: string, room = roomName): Promise<string> {
  const wish = { room_name: room, participant_name: name, participant_identity: secretOf(name) };
  const response = await post('/token', wish, bearer);
  if (response.status !== 201) throw new Error(await refusal(response));
  return String(Reflect.get(Object(await response.json()), 'participant_token'));
}

async function connect(token: string) {
  const room = new Room();
  joined.push(room);
  // The listener is added before the guest connects, because LiveKit may end the connection at once.
  const end = new Promise<DisconnectReason>((resolve) => room.once(RoomEvent.Disconnected, resolve));
  await room.connect(livekitAddress('ws'), token);
  return { token, room, end };
}

async function join(name: string, bearer?: string, room = roomName) {
  return await connect(await tokenFor(name, bearer, room));
}

type Guest = Awaited<ReturnType<typeof join>>;

/** Sends a host's request, about this guest if one is given. */
async function act(
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

async function acted(...[action, about, more, bearer]: Parameters<typeof act>): Promise<void> {
  const response = await act(action, about, more, bearer);
  expect(response.status === 204 ? '204' : await refusal(response)).toBe('204');
}

async function invitationIn(response: Response): Promise<InvitationAnswer> {
  expect(response.status).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests check the answer by what the invitation
  // opens
  return (await response.json()) as InvitationAnswer;
}

/** What LiveKit's API says about this guest. */
async function infoOf({ room }: Pick<Guest, 'room'>) {
  const everybody = await live.participants(roomName);
  return everybody.find(({ identity }) => identity === room.localParticipant?.identity);
}

async function roleNow(guest: Guest) {
  return roleOf((await infoOf(guest))?.permission);
}

async function publish({ room }: Pick<Guest, 'room'>, source: TrackSource): Promise<void> {
  const track = LocalAudioTrack.createAudioTrack('sound', new AudioSource(48_000, 1));
  const publication = await room.localParticipant?.publishTrack(track, new TrackPublishOptions({ source }));
  // LiveKit lists a track only once its first packets have arrived.
  await eventually(async () => {
    const tracks = (await infoOf({ room }))?.tracks ?? [];
    expect(tracks.map(({ sid }) => sid)).toContain(publication?.sid);
  });
}

/**
 * Waits until the expectation is met, because LiveKit reports a changed track or permission a moment after it has
 * accepted the request.
 */
async function eventually(expectation: () => Promise<void>): Promise<void> {
  await vi.waitFor(expectation, 10_000);
}

async function microphoneOf(guest: Guest): Promise<'on' | 'muted' | 'none'> {
  const track = (await infoOf(guest))?.tracks.find(({ source }) => source === microphone);
  if (track === undefined) return 'none';
  return track.muted ? 'muted' : 'on';
}

/** Whether LiveKit permits this guest to turn the microphone on. */
async function mayUnmute(guest: Guest): Promise<boolean> {
  const sources = (await infoOf(guest))?.permission?.canPublishSources ?? [];
  return sources.includes(microphone);
}

test('a host mutes a guest’s microphone, and everyone’s but the hosts’', async () => {
  const [host, ben, chi] = [await join('host', hostKey), await join('Ben'), await join('Chi')];
  for (const guest of [host, ben, chi]) await publish(guest, TrackSource.SOURCE_MICROPHONE);
  await acted('mute', ben);
  await eventually(async () => expect(await microphoneOf(ben)).toBe('muted'));
  await eventually(async () => expect(await microphoneOf(chi)).toBe('on'));
  await acted('mute_all');
  await eventually(async () => expect(await microphoneOf(chi)).toBe('muted'));
  expect([await microphoneOf(host), await microphoneOf(ben)]).toEqual(['on', 'muted']);
  await eventually(async () => expect(await roleNow(ben)).toBe('speaker'));
});

test('a host stops a screen share, and the guest may share again', async () => {
  const ben = await join('Ben');
  await publish(ben, TrackSource.SOURCE_SCREENSHARE_AUDIO);
  await publish(ben, TrackSource.SOURCE_MICROPHONE);
  await acted('stop_screen_share', ben);
  await eventually(async () => expect((await infoOf(ben))?.tracks).toHaveLength(1));
  await eventually(async () => expect(await microphoneOf(ben)).toBe('on'));
  await publish(ben, TrackSource.SOURCE_SCREENSHARE_AUDIO);
});

test('in a room where guests may not unmute themselves, a guest whom a host asks to unmute may, until they are muted again', async () => {
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  await publish(ben, TrackSource.SOURCE_MICROPHONE);
  await acted('set_rules', undefined, { rules: { unmute: false } });
  await eventually(async () => expect(await microphoneOf(ben)).toBe('none'));
  await eventually(async () => expect(await mayUnmute(ben)).toBe(false));
  await acted('ask_to_unmute', ben);
  await eventually(async () => expect((await infoOf(ben))?.attributes[askAttribute]).toMatch(/^unmute /));
  await publish(ben, TrackSource.SOURCE_MICROPHONE);
  await eventually(async () => expect(await mayUnmute(chi)).toBe(false));
  await acted('mute', ben);
  await eventually(async () => expect(await microphoneOf(ben)).toBe('none'));
  await eventually(async () => expect(await mayUnmute(ben)).toBe(false));
});

test('a host lowers one hand, and all hands', async () => {
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  const raise = async ({ room }: Guest) =>
    await room.localParticipant?.setAttributes({ [handAttribute]: '1' });
  const hands = async () => [
    (await infoOf(ben))?.attributes[handAttribute],
    (await infoOf(chi))?.attributes[handAttribute],
  ];
  await raise(ben);
  await raise(chi);
  await eventually(async () => expect(await hands()).toEqual(['1', '1']));
  await acted('lower_hand', ben);
  await eventually(async () => expect(await hands()).toEqual([undefined, '1']));
  await raise(ben);
  await eventually(async () => expect(await hands()).toEqual(['1', '1']));
  await acted('lower_all_hands');
  await eventually(async () => expect(await hands()).toEqual([undefined, undefined]));
});

test('a guest who was made host can act, also after a return, until a host takes it back', async () => {
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  expect(await refusal(await act('mute', chi, {}, ben.token))).toBe('403 not_host');
  await acted('set_role', ben, { role: 'host' });
  await eventually(async () => expect(await roleNow(ben)).toBe('host'));
  await acted('mute', chi, {}, ben.token);
  const again = await join('Ben');
  await eventually(async () => expect(await roleNow(again)).toBe('host'));
  await acted('mute', chi, {}, ben.token);
  await acted('set_role', again, { role: 'speaker' });
  expect(await refusal(await act('mute', chi, {}, again.token))).toBe('403 not_host');
  await eventually(async () => expect(await roleNow(await join('Ben'))).toBe('speaker'));
  // This token was made while the guest was still a host, and still states that role.
  const old = await connect(again.token);
  await eventually(async () => expect(await roleNow(old)).toBe('speaker'));
});

test('a guest whom the owner of the host key made host can not shut that owner out', async () => {
  const [owner, ben] = [await join('owner', hostKey), await join('Ben')];
  await acted('set_role', ben, { role: 'host' });
  await acted('set_role', owner, { role: 'listener' }, ben.token);
  await eventually(async () => expect(await roleNow(owner)).toBe('listener'));
  await acted('remove', owner, {}, ben.token);
  expect(await owner.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await acted('lock', undefined, {}, ben.token);
  const again = await join('owner', hostKey);
  await eventually(async () => expect(await roleNow(again)).toBe('host'));
  await acted('remove', ben, {}, again.token);
});

test('a guest who was made host can invite no hosts, and guests for a day at most', async () => {
  const ben = await join('Ben');
  await acted('set_role', ben, { role: 'host' });
  expect(await refusal(await act('invite', undefined, { role: 'host' }, ben.token))).toBe('403 not_host');
  const response = await act('invite', undefined, { role: 'speaker', hours: 1000 }, ben.token);
  const { ends_at: end } = await invitationIn(response);
  expect(Date.parse(end) - Date.now()).toBeLessThan(25 * 60 * 60 * 1000);
  const host = await invitationIn(await act('invite', undefined, { role: 'host', hours: 1 }));
  const passedOn = await act('invite', undefined, { role: 'host', hours: 1000 }, host.invitation);
  expect((await invitationIn(passedOn)).ends_at).toBe(host.ends_at);
});

test('a guest who was made listener hears and can not publish, also when they return with a token from before', async () => {
  const ben = await join('Ben');
  await publish(ben, TrackSource.SOURCE_MICROPHONE);
  await acted('set_role', ben, { role: 'listener' });
  await eventually(async () => expect(await microphoneOf(ben)).toBe('none'));
  const again = await connect(ben.token);
  await eventually(async () => expect(await roleNow(again)).toBe('listener'));
  await eventually(async () =>
    expect((await infoOf(again))?.permission).toMatchObject({ canSubscribe: true, canPublishData: true }),
  );
});

test('a removed guest is out at once, and does not come back with a new token or with the old one', async () => {
  const [host, ben] = [await join('host', hostKey), await join('Ben')];
  await acted('remove', ben);
  expect(await ben.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await expect(tokenFor('Ben')).rejects.toThrow('403 removed');
  const again = await connect(ben.token);
  expect(await again.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await eventually(async () => expect(await roleNow(host)).toBe('host'));
  // A host who gives a removed guest a role lets the guest back in, even into a locked room.
  await acted('lock');
  await acted('set_role', ben, { role: 'speaker' });
  await join('Ben');
});

test('a removed guest whose media never connects does not stay in the room with the old token', async () => {
  const [, ben] = [await join('host', hostKey), await join('Ben')];
  await acted('remove', ben);
  expect(await ben.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  // This client opens signalling only and never connects media. LiveKit would keep such a client for a minute.
  const address = `${livekitAddress('ws')}/rtc?protocol=15&access_token=${ben.token}`;
  const signalling = new WebSocket(address);
  const end = new Promise((resolve) => signalling.once('close', resolve));
  // LiveKit's first message means that this client is in the room.
  await new Promise((resolve) => signalling.once('message', resolve));
  await end;
  await eventually(async () => expect(await infoOf(ben)).toBeUndefined());
}, 30_000);

test('a locked room keeps newcomers out, also with a token from before the lock; guests who were in it come back, and hosts get in', async () => {
  const [ben, early] = [await join('Ben'), await tokenFor('Dan')];
  await acted('lock');
  await expect(tokenFor('Chi')).rejects.toThrow('403 room_locked');
  const dan = await connect(early);
  expect(await dan.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await ben.room.disconnect();
  const host = await join('host', hostKey);
  await join('Ben');
  await eventually(async () => expect(await roleNow(host)).toBe('host'));
  await acted('unlock');
  await join('Chi');
});

test('a guest who joins while the room is being locked is inside and may come back', async () => {
  await join('Ben');
  const early = await tokenFor('Eve');
  let eve: Guest | undefined;
  let requests = 0;
  answers = async () => {
    requests += 1;
    // At the second request the handler has listed the participants, and is about to lock the room.
    if (requests === 2) eve = await connect(early);
  };
  chooseHandler(0);
  await acted('lock');
  await eve?.room.disconnect();
  expect(requests).toBeGreaterThan(2);
  await tokenFor('Eve');
});

test('while LiveKit does not answer, a locked room stays locked, a removed guest stays out, and who was in comes back', async () => {
  await join('Ben');
  const chi = await join('Chi');
  chooseHandler(0);
  await acted('remove', chi);
  chooseHandler(0);
  await acted('lock');
  // The wait is longer than a handler caches a state.
  await wait(150);
  answers = () => Promise.reject(new TypeError('fetch failed'));
  chooseHandler(0);
  await expect(tokenFor('Dan')).rejects.toThrow('403 room_locked');
  chooseHandler(0);
  await expect(tokenFor('Chi')).rejects.toThrow('403 removed');
  chooseHandler(0);
  await tokenFor('Ben');
});

test('two hosts who act at once through two token handlers lose nothing', async () => {
  const guests = [];
  for (const name of ['Ben', 'Chi', 'Dan', 'Eve']) guests.push(await join(name));
  await Promise.all(guests.map((guest) => acted('set_role', guest, { role: 'listener' })));
  await Promise.all([acted('lock'), acted('set_rules', undefined, { rules: { chat: false } })]);
  await vi.waitFor(async () => {
    for (const name of ['Ben', 'Chi', 'Dan', 'Eve']) {
      const again = await join(name);
      expect((await infoOf(again))?.permission).toMatchObject({ canPublish: false, canPublishData: false });
    }
  }, 10_000);
  await expect(tokenFor('Fay')).rejects.toThrow('403 room_locked');
});

test('what a participant may do is what the state of the room says, whatever two hosts decide about one at the same moment', async () => {
  const ben = await join('Ben');
  const rule = (unmute: boolean) => act('set_rules', undefined, { rules: { unmute } });
  const role = (name: 'speaker' | 'listener') => act('set_role', ben, { role: name });
  const pairs: (() => Promise<Response>[])[] = [
    () => [role('listener'), act('stop_screen_share', ben)],
    () => [act('stop_screen_share', ben), role('speaker')],
    () => [rule(false), act('ask_to_unmute', ben)],
    () => [act('ask_to_unmute', ben), role('listener')],
    () => [role('speaker'), rule(true)],
    () => [act('stop_screen_share', ben), rule(false)],
    () => [act('mute', ben), act('ask_to_unmute', ben)],
    () => [rule(true), act('set_role', ben, { role: 'listener' })],
  ];
  for (const first of [0, 1] as const) {
    for (const [index, pair] of pairs.entries()) {
      chooseHandler(first);
      const done = await Promise.all(pair());
      expect([index, ...done.map(({ status }) => status)]).toEqual([index, 204, 204]);
      const state = parseState((await live.metadata(roomName)) ?? '', 'open');
      const identity = ben.room.localParticipant?.identity ?? '';
      const wanted = permissionIn(state, identity, 'speaker');
      await eventually(async () => {
        expect((await infoOf(ben))?.permission, `pair ${String(index)}`).toMatchObject(wanted);
      });
    }
  }
});

test('a handler that decides by an older state does not undo what another host decided meanwhile', async () => {
  const ben = await join('Ben');
  let permits = 0;
  beforePermit = async () => {
    permits += 1;
    if (permits !== 2) return;
    // At this point the first handler has read the state, and is about to give back the permission that stopping a
    // screen took away.
    chooseHandler(1);
    await acted('set_role', ben, { role: 'listener' });
  };
  chooseHandler(0);
  await acted('stop_screen_share', ben);
  expect(permits).toBeGreaterThan(2);
  await eventually(async () => expect(await roleNow(ben)).toBe('listener'));
});

test('a guest who was asked to unmute keeps that right when they return or another rule changes, until muted', async () => {
  const ben = await join('Ben');
  await acted('set_rules', undefined, { rules: { unmute: false } });
  await acted('ask_to_unmute', ben);
  await eventually(async () => expect(await mayUnmute(ben)).toBe(true));
  await acted('set_rules', undefined, { rules: { chat: false } });
  await eventually(async () =>
    expect((await infoOf(ben))?.permission).toMatchObject({ canPublishData: false }),
  );
  expect(await mayUnmute(ben)).toBe(true);
  const again = await join('Ben');
  expect(await mayUnmute(again)).toBe(true);
  await acted('mute_all');
  await eventually(async () => expect(await mayUnmute(again)).toBe(false));
});

test('a host ends the room for everyone', async () => {
  const guests = [await join('Ben'), await join('host', hostKey)];
  await acted('end');
  expect(await Promise.all(guests.map(({ end }) => end))).toEqual([
    DisconnectReason.ROOM_DELETED,
    DisconnectReason.ROOM_DELETED,
  ]);
});

test('an invitation lets its guest into its room with its role, also into a room that is not on the list', async () => {
  await join('Ben');
  const response = await act('invite', undefined, { role: 'host', new_room: true, participant_name: 'Hana' });
  const { invitation, room_name: room } = await invitationIn(response);
  expect(room).toMatch(/^room-[\w-]{16}$/);
  const { room: opened } = await join('whoever', invitation, room);
  expect(opened.localParticipant?.name).toBe('Hana');
  expect(await refusal(await act('lock', undefined, {}, invitation))).toBe('403 not_host');
  expect((await act('lock', undefined, { room_name: room }, invitation)).status).toBe(204);
  await expect(tokenFor('Chi', undefined, room)).rejects.toThrow('403 room_not_allowed');
});

test('a guest’s own attributes, metadata and name, a forged token and a missing or wrong key make nobody a host', async () => {
  const ben = await join('Ben');
  await ben.room.localParticipant?.setAttributes({ role: 'host', canSubscribeMetrics: 'true' });
  await ben.room.localParticipant?.updateMetadata('{"first_room":1,"hosts":"*"}');
  await ben.room.localParticipant?.updateName('Host');
  const [head = '', claims = '', signature = ''] = ben.token.split('.');
  const edited = Buffer.from(claims, 'base64url')
    .toString()
    .replace('"canPublish":true', '"canPublish":true,"canSubscribeMetrics":true');
  const forged = [head, Buffer.from(edited).toString('base64url'), signature].join('.');
  expect(await refusal(await act('end', undefined, {}, ben.token))).toBe('403 not_host');
  expect(await refusal(await act('end', undefined, {}, forged))).toBe('401 key_wrong');
  expect(await refusal(await act('end', undefined, {}, 'red-kettle-forty-eight'))).toBe('401 key_wrong');
  const nothing = await post('/host', { room_name: roomName, action: 'end' });
  expect(await refusal(nothing)).toBe('401 key_missing');
  await eventually(async () => expect(await roleNow(ben)).toBe('speaker'));
});
