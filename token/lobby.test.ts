import { setTimeout as wait } from 'node:timers/promises';
import { DisconnectReason, RoomEvent, TrackSource } from '@livekit/rtc-node';
import { ParticipantInfo } from 'livekit-server-sdk';
import { beforeEach, expect, test, vi } from 'vitest';
import { enteredAttribute, lobbyHeader, type LobbyWish, type TokenAnswer } from '../common/contract.ts';
import { guestIdentity } from './guestIdentity.ts';
import { createLobby } from './lobby.ts';
import { tokenMint } from './mintToken.ts';
import { initialState } from './roomState.ts';
import { openRules, permissionOf, roleOf } from './roles.ts';
import {
  act,
  acted,
  chooseHandler,
  connect,
  eventually,
  firstHandler,
  hostKey,
  infoOf,
  join,
  live,
  post,
  publish,
  replaceHandlers,
  roomName,
  secretOf,
  signalOnly,
  startHostedRooms,
  tokenFor,
  type Guest,
} from './testing/hostedRooms.ts';
import { refusal, testKeys } from './testing/parts.ts';

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

startHostedRooms({ MAX_PARTICIPANTS: '16', SHOW_WHO_IS_HERE: 'true', CONNECT_IN_LOBBY: 'true' });

/** A guest in the room who sends sound, since nobody connects in the lobby of a room in which nobody sends. */
let ben: Guest;

beforeEach(async () => {
  ben = await join('Ben');
  await publish(ben, TrackSource.SOURCE_MICROPHONE);
});

async function ask(wish: LobbyWish, name: string, secret: string | undefined = secretOf(name)) {
  const body = { room_name: roomName, participant_name: name, participant_identity: secret };
  return await post('/token', body, undefined, undefined, { [lobbyHeader]: wish });
}

async function granted(response: Response): Promise<TokenAnswer> {
  if (response.status !== 201) throw new Error(await refusal(response));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by what it opens
  return (await response.json()) as TokenAnswer;
}

async function lobbyTokenFor(name: string, secret?: string): Promise<string | undefined> {
  return (await granted(await ask('connect', name, secret))).lobby_token;
}

/** Connects a guest in the lobby. */
async function connectInLobby(name: string): Promise<Guest> {
  return await connect((await lobbyTokenFor(name)) ?? 'no token for the lobby');
}

function identityOf(name: string): string {
  return guestIdentity(testKeys, { room: roomName, secret: secretOf(name) });
}

async function listed(name: string) {
  return (await live.participants(roomName)).find(({ identity }) => identity === identityOf(name));
}

test('nobody in the room learns of a guest in the lobby, and a click on Join makes the guest visible with name and permission', async () => {
  const seen: string[] = [];
  ben.room.on(RoomEvent.ParticipantConnected, ({ name }) => seen.push(String(name)));
  const chi = await connectInLobby('Chi');
  expect((await infoOf(chi))?.permission).toMatchObject({
    hidden: true,
    canPublish: false,
    canSubscribe: false,
    canPublishData: false,
    canUpdateMetadata: false,
  });
  await join('Dan');
  // Everybody is told of Dan after Chi has connected, so Chi would have been seen by now.
  await eventually(async () => expect(seen).toEqual(['Dan']));
  expect((await granted(await ask('connect', 'Eve'))).here).toEqual({ count: 2, name: 'Ben' });

  const answer = await granted(
    await post(
      '/token',
      { room_name: roomName, participant_name: 'Chiyo', participant_identity: secretOf('Chi') },
      undefined,
      undefined,
      { [lobbyHeader]: 'enter' },
    ),
  );
  expect(answer).toMatchObject({ entered: true, participant_token: expect.any(String) });
  expect(answer.lobby_token).toBeUndefined();
  await eventually(async () => expect(seen).toEqual(['Dan', 'Chiyo']));
  const info = await infoOf(chi);
  expect(info?.permission).toMatchObject({ hidden: false, ...permissionOf('speaker', openRules) });
  expect(Object.keys(info?.attributes ?? {})).toEqual([enteredAttribute]);
  await publish(chi, TrackSource.SOURCE_CAMERA);
});

test('a guest gets no token for the lobby if nobody sends anything', async () => {
  await ben.room.disconnect();
  await eventually(async () => expect(await live.participants(roomName)).toEqual([]));
  expect(await lobbyTokenFor('Chi')).toBeUndefined();
  await signalOnly(await tokenFor('Dan'));
  expect(await lobbyTokenFor('Chi')).toBeUndefined();
});

test('a guest who is in the room, or connected in the lobby already, gets no second connection', async () => {
  expect(await lobbyTokenFor('Ben')).toBeUndefined();
  await connectInLobby('Chi');
  expect(await lobbyTokenFor('Chi')).toBeUndefined();
});

test('a guest without a secret gets no token for the lobby', async () => {
  const response = await post('/token', { room_name: roomName }, undefined, undefined, {
    [lobbyHeader]: 'connect',
  });
  expect(await granted(response)).toEqual({
    server_url: expect.any(String),
    participant_token: expect.any(String),
    here: expect.anything(),
  });
});

test('a request without the header, or with an unknown value, gets no token for the lobby', async () => {
  const body = { room_name: roomName, participant_identity: secretOf('Chi') };
  for (const headers of [{}, { [lobbyHeader]: 'sit down' }]) {
    const answer = await granted(await post('/token', body, undefined, undefined, headers));
    expect(answer.lobby_token).toBeUndefined();
  }
});

test.each(['lock', 'set_waiting_room'] as const)(
  'the action %s puts out the guests in the lobby, and they get in neither by their connection nor by a new one',
  async (action) => {
    const chi = await connectInLobby('Chi');
    const later = await lobbyTokenFor('Dan');
    await acted(action, undefined, { on: true });
    expect(await chi.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
    const refused = await ask('enter', 'Chi');
    expect(refused.status).toBe(403);
    expect((await ask('connect', 'Dan')).status).toBe(403);
    // LiveKit accepts the token that was made before; the handler puts its holder out.
    const dan = await connect(later ?? '');
    expect(await dan.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
    // Nobody in the lobby counts as somebody who was inside.
    const [room] = await live.rooms([roomName]);
    expect(room?.metadata).not.toContain(identityOf('Chi').slice(0, 8));
  },
);

test.each(['beforeUpdate', 'afterUpdate'] as const)(
  'a guest who enters at the moment at which a host locks the room is not in the room (%s)',
  async (moment) => {
    const chi = await connectInLobby('Chi');
    firstHandler[moment] = async () => {
      firstHandler[moment] = () => Promise.resolve();
      // Locked by LiveKit's metadata alone, so that the second handler does not put Chi out itself.
      const locked = { first_room: 1, entry: 'locked', changes: 'test' };
      if (moment === 'afterUpdate') await live.setMetadata(roomName, JSON.stringify(locked));
      else await acted('lock');
    };
    chooseHandler(0);
    const response = await ask('enter', 'Chi');
    const answer = JSON.stringify(await response.json());
    expect(answer.includes('"room_locked"')).toBe(moment === 'afterUpdate');
    expect(answer).not.toContain('"entered"');
    expect(await chi.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
    await eventually(async () => expect(await listed('Chi')).toBeUndefined());
  },
);

test('a host can’t stop the screen share of a guest in the lobby, who stays unseen', async () => {
  const chi = await connectInLobby('Chi');
  expect(await refusal(await act('stop_screen_share', chi))).toBe('404 participant_not_found');
  expect((await infoOf(chi))?.permission?.hidden).toBe(true);
});

/** Fills the room with clients without media, until this many are in it. */
async function fillUpTo(people: number): Promise<void> {
  const inside = (await live.participants(roomName)).length;
  for (let number = inside; number < people; number += 1) {
    await signalOnly(await tokenFor(`guest${String(number)}`));
  }
  await eventually(async () => expect(await live.participants(roomName)).toHaveLength(people));
}

test('a guest whose lost connection is still listed in a full room gets a token, and gets in with it', async () => {
  await join('Chi');
  await fillUpTo(16);
  // For a second a handler remembers that the room was half empty (`fullness.ts`).
  await eventually(async () => {
    chooseHandler(0);
    expect(await refusal(await ask('connect', 'Dan'))).toBe('409 room_full');
  });
  chooseHandler(0);
  const again = await tokenFor('Chi');
  const chi = await connect(again);
  expect(await infoOf(chi)).toBeDefined();
});

test('the click on Join does not put out the guest who clicks when few places are left', async () => {
  // New handlers look at the lobby only 15 s later, so that none of them puts Chi out meanwhile.
  await replaceHandlers();
  const chi = await connectInLobby('Chi');
  const tokens = [];
  for (let number = 2; number < 15; number += 1) tokens.push(await tokenFor(`guest${String(number)}`));
  // No handler remembers any more that the room was half empty (`fullness.ts`).
  await wait(1100);
  for (const token of tokens) await signalOnly(token);
  await eventually(async () => expect(await live.participants(roomName)).toHaveLength(15));
  chooseHandler(0);
  expect((await granted(await ask('enter', 'Chi'))).entered).toBe(true);
  expect((await infoOf(chi))?.permission?.hidden).toBe(false);
});

test('a host’s decision about a guest in the lobby holds when the guest enters', async () => {
  const chi = await join('Chi');
  await acted('set_role', chi, { role: 'listener' });
  await chi.room.disconnect();
  await eventually(async () => expect(await listed('Chi')).toBeUndefined());
  const back = await connectInLobby('Chi');
  expect((await granted(await ask('enter', 'Chi'))).entered).toBe(true);
  expect(roleOf((await infoOf(back))?.permission)).toBe('listener');
  await acted('remove', back);
  expect(await refusal(await ask('enter', 'Chi'))).toBe('403 removed');
});

test('a guest with the host key enters from the lobby as a host', async () => {
  const wish = { room_name: roomName, participant_name: 'Hana', participant_identity: secretOf('Hana') };
  const inLobby = await granted(await post('/token', wish, hostKey, undefined, { [lobbyHeader]: 'connect' }));
  const hana = await connect(inLobby.lobby_token ?? '');
  expect(roleOf((await infoOf(hana))?.permission)).toBe('listener');
  await granted(await post('/token', wish, hostKey, undefined, { [lobbyHeader]: 'enter' }));
  expect(roleOf((await infoOf(hana))?.permission)).toBe('host');
});

test('a guest who is not connected in the lobby, or is in the room already, does not enter, and gets a usual token', async () => {
  for (const name of ['Chi', 'Ben']) {
    const answer = await granted(await ask('enter', name));
    expect(answer.entered).toBeUndefined();
    expect(answer.participant_token).toMatch(/^eyJ/);
  }
});

test('guests in the lobby take no place from people who join', async () => {
  // New handlers look at the lobby only 15 s later, so that none of them puts Chi out before a guest asks for a token.
  await replaceHandlers();
  const chi = await connectInLobby('Chi');
  await fillUpTo(14);
  expect((await listed('Chi'))?.permission?.hidden).toBe(true);
  // Two of 16 places are free. For a second a handler remembers that the room was half empty (`fullness.ts`).
  let next = '';
  await eventually(async () => {
    next = await tokenFor('Dan');
    expect(await listed('Chi')).toBeUndefined();
  });
  expect(await chi.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  expect(await lobbyTokenFor('Chi')).toBeUndefined();
  await signalOnly(next);
  await fillUpTo(16);
  await eventually(async () => expect(await refusal(await ask('connect', 'Chi'))).toBe('409 room_full'));
});

/** A lobby without a handler, for rooms with this many places. */
function lobbyWith(maxParticipants: number) {
  return createLobby({
    config: { maxParticipants },
    live,
    states: { load: () => Promise.reject(new Error('not asked')) },
    mintToken: tokenMint(testKeys, maxParticipants),
    onFailure: () => {},
  });
}

test('recorders and agents take no place from guests in the lobby', async () => {
  const lobby = lobbyWith(4);
  const [first] = await live.participants(roomName);
  const machines = [{ recorder: true }, { agent: true }].map(
    (permission, index) => new ParticipantInfo({ identity: `machine${String(index)}`, permission }),
  );
  // A room of its own, because this lobby goes on looking at it.
  const guest = { room: 'room-of-machines', identity: 'guest', secret: secretOf('guest') };
  expect(first).toBeDefined();
  expect(lobby.tokenFor(guest, first ? [first, ...machines] : [])).toMatch(/^eyJ/);
});

test('of many guests who come at the same moment only as many get a token for the lobby as there are places to spare', async () => {
  const lobby = lobbyWith(16);
  const people = await live.participants(roomName);
  const tokens = Array.from({ length: 20 }, (_, index) =>
    // A room of its own, because this lobby goes on looking at it.
    lobby.tokenFor(
      { room: 'room-of-many', identity: `guest${String(index)}`, secret: secretOf('guest') },
      people,
    ),
  );
  expect(people).toHaveLength(1);
  expect(tokens.filter((token) => token !== undefined)).toHaveLength(11);
});

test('guests who connect in the lobby with tokens of several handlers leave a quarter of the places free', async () => {
  for (let number = (await live.participants(roomName)).length; number < 12; number += 1) {
    await signalOnly(await tokenFor(`guest${String(number)}`));
  }
  await eventually(async () => expect(await live.participants(roomName)).toHaveLength(12));
  const token = tokenMint(
    testKeys,
    16,
  )({
    room: roomName,
    identity: identityOf('Chi'),
    isInLobby: true,
    attributes: { 'first-room.lobby': String(Date.now() + 60_000) },
  });
  expect(await (await connect(token)).end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
});

test('a guest who has just entered is not put out because of an older list of the participants', async () => {
  const chi = await connectInLobby('Chi');
  const people = await live.participants(roomName);
  const lobby = createLobby({
    config: { maxParticipants: people.length },
    live,
    states: { load: () => Promise.resolve(initialState('open')) },
    mintToken: tokenMint(testKeys, people.length),
    onFailure: (error) => expect.unreachable(String(error)),
  });
  const guest = { room: roomName, identity: identityOf('Chi'), secret: secretOf('Chi') };
  const room = { state: initialState('open'), people };
  expect(await lobby.enter(guest, 'speaker', room)).toEqual({ ok: true, value: true });
  await lobby.tidy(roomName, people);
  expect((await infoOf(chi))?.permission?.hidden).toBe(false);
});

test('a guest whom one handler has just let in is not put out by another handler with an older list of the participants', async () => {
  const chi = await connectInLobby('Chi');
  const people = await live.participants(roomName);
  const another = createLobby({
    config: { maxParticipants: people.length },
    live,
    states: { load: () => Promise.reject(new Error('not asked')) },
    mintToken: tokenMint(testKeys, people.length),
    onFailure: (error) => expect.unreachable(String(error)),
  });
  expect((await granted(await ask('enter', 'Chi'))).entered).toBe(true);
  await eventually(async () => expect((await infoOf(chi))?.permission?.hidden).toBe(false));
  await another.tidy(roomName, people);
  await eventually(async () => expect((await infoOf(chi))?.permission?.hidden).toBe(false));
});

/** A token for the lobby in which this guest may not be any more. */
function overdueToken(name: string): string {
  return tokenMint(
    testKeys,
    16,
  )({
    room: roomName,
    identity: identityOf(name),
    isInLobby: true,
    attributes: { 'first-room.lobby': String(Date.now() - 1) },
  });
}

test('a guest who has been in the lobby for too long is put out', async () => {
  const chi = await connect(overdueToken('Chi'));
  expect(await chi.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
});

// LiveKit itself would end such a connection after a minute, and accept another one with the token that it gave.
test('a guest without media, of whom LiveKit tells nobody, does not stay in the lobby for longer than others', async () => {
  await lobbyTokenFor('Chi');
  const { end } = await signalOnly(overdueToken('Chi'));
  await end;
  await eventually(async () => expect(await listed('Chi')).toBeUndefined());
}, 40_000);

test('a handler that starts puts out a guest who has been in the lobby for too long, though nobody asks for a token', async () => {
  const { end } = await signalOnly(overdueToken('Chi'));
  await replaceHandlers();
  await end;
  await eventually(async () => expect(await listed('Chi')).toBeUndefined());
}, 40_000);
