import { DisconnectReason, RoomEvent } from '@livekit/rtc-node';
import { expect, test, vi } from 'vitest';
import {
  knockAttribute,
  ticketAttribute,
  type KnockRefusal,
  type WaitingAnswer,
  type WaitingGuest,
} from '../common/contract.ts';
import { invitationKey, readInvitation, signInvitation } from './invitation.ts';
import { tokenMint } from './mintToken.ts';
import { parseState } from './roomState.ts';
import {
  act,
  acted,
  connect,
  eventually,
  hostKey,
  infoOf,
  join,
  live,
  metadataNow,
  post,
  roomName,
  secretOf,
  signalOnly,
  tokenFor,
  startHostedRooms,
} from './testing/hostedRooms.ts';
import { refusal, testKeys } from './testing/parts.ts';

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

startHostedRooms({ ROOM_ENTRY: 'knock' });

/** Requests a token for a guest, and expects the refusal that tells the guest to wait. */
async function refusedWaiting(name: string, bearer?: string, address?: string): Promise<KnockRefusal> {
  const wish = { room_name: roomName, participant_name: name, participant_identity: secretOf(name) };
  const response = await post('/token', wish, bearer, address);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked in the next line
  const body = (await response.json()) as KnockRefusal;
  expect([response.status, body.error.code]).toEqual([403, 'knock_required']);
  return body;
}

/** Makes a guest wait in the waiting room. */
async function knock(name: string, bearer?: string) {
  const { participant_token: token } = await refusedWaiting(name, bearer);
  const guest = await connect(token ?? '');
  const heard: string[] = [];
  guest.room.on(RoomEvent.ParticipantConnected, (other) => heard.push(other.identity));
  guest.room.on(RoomEvent.DataReceived, () => heard.push('data'));
  guest.room.on(RoomEvent.RoomMetadataChanged, (metadata) => heard.push(metadata));
  const ticket = new Promise<string>((resolve) => {
    guest.room.on(RoomEvent.ParticipantAttributesChanged, (changed, { identity }) => {
      const given = changed[ticketAttribute];
      if (given === undefined) return;
      if (identity === guest.room.localParticipant?.identity) resolve(given);
      else heard.push(identity);
    });
  });
  return { ...guest, ticket, heard };
}

async function admitted(name: string) {
  const guest = await knock(name);
  await acted('admit', guest);
  const ticket = await guest.ticket;
  await guest.room.disconnect();
  return { ticket, ...(await join(name, ticket)) };
}

async function waiting(bearer = hostKey): Promise<WaitingGuest[]> {
  const response = await act('list_waiting', undefined, {}, bearer);
  expect(response.status).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by what the tests find in it
  return ((await response.json()) as WaitingAnswer).waiting;
}

async function namesWaiting(): Promise<string[]> {
  return (await waiting()).map(({ participant_name: name }) => name);
}

async function stateNow() {
  return parseState((await metadataNow()) ?? '', 'open');
}

/**
 * Waits until a handler has checked everybody who joined before: LiveKit reports participants in the order in which
 * they joined.
 */
async function everybodyChecked(): Promise<void> {
  const token = tokenMint(testKeys, 25)({ room: roomName, identity: 'nobody-has-admitted-me' });
  const { end } = await connect(token);
  expect(await end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
}

test('a guest waits until a host has seen the name and admits them, and joins with the ticket', async () => {
  const host = await join('host', hostKey);
  const ben = await knock('Ben');
  expect(await namesWaiting()).toEqual(['Ben']);
  await eventually(async () => {
    expect(ben.room.localParticipant?.attributes[knockAttribute]).toBe('told');
  });
  await acted('admit', ben);
  const inside = await join('Ben', await ben.ticket);
  const { identity } = inside.room.localParticipant ?? {};
  expect(identity).toBe(ben.room.localParticipant?.identity);
  expect(await namesWaiting()).toEqual([]);
  await everybodyChecked();
  await eventually(async () => expect([...host.room.remoteParticipants.keys()]).toEqual([identity]));
});

test('a refused guest is out of the waiting room, and may ask again', async () => {
  await join('host', hostKey);
  const ben = await knock('Ben');
  await acted('refuse', ben);
  expect(await ben.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await eventually(async () => {
    expect(await refusal(await act('refuse', ben))).toBe('404 participant_not_found');
  });
  await knock('Ben');
  expect(await namesWaiting()).toEqual(['Ben']);
});

test('guests who wait learn nothing of each other and nothing of the room, and can change nothing', async () => {
  const host = await join('host', hostKey);
  const guests = [await knock('Ben'), await knock('Chi')];
  const dan = await signalOnly((await refusedWaiting('Dan')).participant_token ?? '');
  const identities = guests.map(({ room }) => room.localParticipant?.identity);
  const listed = (await waiting()).map(({ participant_identity: identity }) => identity);
  expect(listed.slice(0, 2)).toEqual(identities);
  await acted('set_rules', undefined, { rules: { chat: false } });
  for (const { room } of guests) {
    expect([room.name, room.metadata, room.remoteParticipants.size]).toEqual([
      expect.stringMatching(/^first-room-waiting-[\w-]{22}$/),
      '',
      0,
    ]);
    const { localParticipant: self } = room;
    await self?.setAttributes({ [ticketAttribute]: 'mine' });
    await self?.publishData(new Uint8Array(1), { reliable: true });
  }
  const attributes = (await live.participants(guests[0]?.room.name ?? '')).map((guest) => guest.attributes);
  expect(attributes.filter((own) => own[ticketAttribute] !== undefined)).toEqual([]);
  await acted('admit', undefined, { participant_identities: identities });
  await Promise.all(guests.map(({ ticket }) => ticket));
  expect(guests.flatMap(({ heard }) => heard)).toEqual([]);
  // Nothing else that LiveKit sends to Dan, who waits as well, contains the identity of the host or of a guest.
  for (const { room } of [host, ...guests]) {
    expect(dan.received).toContain('Dan');
    expect(dan.received).not.toContain(room.localParticipant?.identity);
  }
  expect(host.room.remoteParticipants.size).toBe(0);
});

test('a ticket is for the admitted guest alone, and not after its end', async () => {
  await join('host', hostKey);
  const { ticket } = await admitted('Ben');
  await expect(tokenFor('Chi', ticket)).rejects.toThrow('401 key_wrong');
  const key = invitationKey(testKeys.apiSecret, '');
  const claims = readInvitation(ticket, key, Date.now());
  if (typeof claims !== 'object') throw new Error('The ticket is no invitation.');
  const signed = (more: object, by = key) => signInvitation({ ...claims, ...more }, by);
  const { identity: guest } = (await knock('Chi')).room.localParticipant ?? {};
  await refusedWaiting('Chi', signed({ guest }, invitationKey('another', '')));
  await tokenFor('Chi', signed({ guest }));
  await expect(tokenFor('Ben', signed({ endsAt: 1 }))).rejects.toThrow('401 invitation_ended');
  expect(await refusal(await act('mute_all', undefined, {}, ticket))).toBe('403 not_host');
  await tokenFor('Ben', ticket);
});

test('an admitted guest comes back without asking, also when the room was empty meanwhile, until removed', async () => {
  const host = await join('host', hostKey);
  const { ticket, ...ben } = await admitted('Ben');
  await ben.room.disconnect();
  await tokenFor('Ben');
  await host.room.disconnect();
  await live.end(roomName);
  // Waits until both handlers, which answer in turn, have also forgotten the state of the ended room: then each of them
  // tells Ben, who shows no ticket, to wait.
  await eventually(async () => void [await refusedWaiting('Ben'), await refusedWaiting('Ben')]);
  const again = await join('Ben', ticket);
  await everybodyChecked();
  expect(await infoOf(again)).toBeDefined();
  expect((await stateNow()).entry).toBe('knock');
  await acted('remove', again);
  expect(await again.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await expect(tokenFor('Ben', ticket)).rejects.toThrow('403 removed');
});

test('a host without a waiting room turns it on and off: who is inside comes back, newcomers wait, and all are admitted', async () => {
  await join('host', hostKey);
  await acted('set_waiting_room', undefined, { on: false });
  const ben = await join('Ben');
  await acted('set_waiting_room', undefined, { on: true });
  await ben.room.disconnect();
  await join('Ben');
  const guests = [await knock('Chi'), await knock('Dan')];
  await acted('set_waiting_room', undefined, { on: false });
  const tickets = await Promise.all(guests.map(({ ticket }) => ticket));
  await join('Chi', tickets[0]);
  await join('Dan');
  expect((await stateNow()).entry).toBe('open');
});

test('a host who turns the waiting room off admits everybody who waits, and one who locks the room sends them away', async () => {
  await join('host', hostKey);
  const ben = await knock('Ben');
  await acted('lock');
  expect(await ben.end).toBe(DisconnectReason.ROOM_DELETED);
  await expect(tokenFor('Ben')).rejects.toThrow('403 room_locked');
  await acted('set_waiting_room', undefined, { on: true });
  const chi = await knock('Chi');
  await acted('set_waiting_room', undefined, { on: false });
  await join('Chi', await chi.ticket);
});

test('a guest who begins to wait after the room was opened is admitted, and after it was locked sent away', async () => {
  await join('host', hostKey);
  const [ben, chi] = [await refusedWaiting('Ben'), await refusedWaiting('Chi')];
  await acted('lock');
  const late = await connect(ben.participant_token ?? '');
  expect(await late.end).toBe(DisconnectReason.ROOM_DELETED);
  await acted('set_waiting_room', undefined, { on: true });
  await acted('set_waiting_room', undefined, { on: false });
  const { room } = await connect(chi.participant_token ?? '');
  await eventually(async () => {
    expect(room.localParticipant?.attributes[ticketAttribute]).toBeDefined();
  });
});

test('a flood of knocks from one address leaves half of the places to others, also when the tokens were collected before', async () => {
  await join('host', hostKey);
  const tokens: string[] = [];
  for (let count = 0; count < 100; count += 1) {
    tokens.push((await refusedWaiting(`guest${String(count)}`)).participant_token ?? '');
  }
  await Promise.all(tokens.slice(0, 25).map(signalOnly));
  for (const token of tokens.slice(25, 28)) {
    const { end } = await connect(token);
    expect(await end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  }
  expect(await waiting()).toHaveLength(25);
  await expect(tokenFor('late')).rejects.toThrow('409 waiting_room_full');
  await refusedWaiting('other', undefined, '192.0.2.2');
  // LiveKit does not report clients without media, so these take all places until somebody else knocks.
  await Promise.all(tokens.slice(28, 53).map(signalOnly));
  const { participant_token: token } = await refusedWaiting('other', undefined, '192.0.2.2');
  await connect(token ?? '');
  await eventually(async () => expect(await namesWaiting()).toContain('other'));
  expect(await waiting()).toHaveLength(26);
});

test('the ticket of a guest who came with an invitation ends with that invitation', async () => {
  await join('host', hostKey);
  const endsAt = Math.floor(Date.now() / 1000) + 3600;
  const key = invitationKey(testKeys.apiSecret, '');
  const ben = await knock('Ben', signInvitation({ room: roomName, role: 'listener', endsAt }, key));
  await acted('admit', ben);
  expect(readInvitation(await ben.ticket, key, Date.now())).toMatchObject({ role: 'listener', endsAt });
});

test('a lock that ends brings the waiting room back that was on before, also when two hosts end it', async () => {
  await join('host', hostKey);
  await acted('lock');
  await acted('unlock');
  await acted('unlock');
  expect((await stateNow()).entry).toBe('knock');
  await knock('Ben');
  expect(await namesWaiting()).toEqual(['Ben']);
});

test('names in the list are cleaned, cut and in the order of their knocks', async () => {
  await join('host', hostKey);
  const longName = 'x'.repeat(60);
  for (const name of ['Ben\u202E (you)', longName]) {
    const wish = {
      room_name: roomName,
      participant_name: name,
      participant_identity: secretOf(`guest${String(name.length)}`),
    };
    const answer: unknown = await (await post('/token', wish)).json();
    await connect(String(Reflect.get(Object(answer), 'participant_token')));
  }
  const list = await waiting();
  expect(list.map(({ participant_name: name }) => name)).toEqual(['Ben', longName]);
  expect(list.map(({ since }) => new Date(since).toISOString())).toEqual(list.map(({ since }) => since));
});

test('a guest without a secret can not wait, since nobody could tell them apart afterwards', async () => {
  const response = await post('/token', { room_name: roomName, participant_name: 'Ben' });
  expect(await refusal(response)).toBe('403 knock_required');
});

test('only hosts see who waits, and a waiting guest is no host anywhere', async () => {
  const host = await join('host', hostKey);
  const ben = await knock('Ben');
  expect(await refusal(await act('list_waiting', undefined, {}, ben.token))).toBe('403 not_host');
  const own = { room_name: ben.room.name };
  expect(await refusal(await act('list_waiting', undefined, own, ben.token))).toBe('403 not_host');
  expect(await refusal(await act('end', undefined, own))).toBe('403 not_host');
  const invitation = signInvitation(
    { room: ben.room.name ?? '', role: 'host', endsAt: Date.now() },
    invitationKey(testKeys.apiSecret, ''),
  );
  await expect(tokenFor('Ben', invitation, ben.room.name)).rejects.toThrow('403 room_not_allowed');
  expect((await waiting(host.token)).length).toBe(1);
});
