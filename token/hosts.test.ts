import { setTimeout as wait } from 'node:timers/promises';
import {
  DisconnectReason,
  LocalVideoTrack,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node';
import { TrackSource as ApiTrackSource } from 'livekit-server-sdk';
import { expect, test, vi } from 'vitest';
import { askAttribute, handAttribute, type InvitationAnswer } from '../common/contract.ts';
import { guestIdentity } from './guestIdentity.ts';
import { roleOf } from './roles.ts';
import { most, parseState, permissionIn, shortId } from './roomState.ts';
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
  metadataNow,
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

/**
 * The track source “microphone” as LiveKit's server API numbers it. @livekit/rtc-node has its own enumeration of track
 * sources, with the same numbers but another type.
 */
const microphone = ApiTrackSource.MICROPHONE;

startHostedRooms();

async function invitationIn(response: Response): Promise<InvitationAnswer> {
  expect(response.status).toBe(200);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by what it opens
  return (await response.json()) as InvitationAnswer;
}

async function roleNow(guest: Guest) {
  return roleOf((await infoOf(guest))?.permission);
}

/** Shares a screen that is empty. */
async function shareScreen({ room }: Guest): Promise<void> {
  const source = new VideoSource(16, 16);
  const track = LocalVideoTrack.createVideoTrack('screen', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_SCREENSHARE });
  await room.localParticipant?.publishTrack(track, options);
  await eventually(async () => {
    source.captureFrame(new VideoFrame(new Uint8Array(16 * 16 * 4), 16, 16, VideoBufferType.RGBA));
    const sources = (await infoOf({ room }))?.tracks.map((shared) => shared.source);
    expect(sources).toContain(ApiTrackSource.SCREEN_SHARE);
  });
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

test('a guest who publishes the microphone as the sound of a screen is muted, and the sound of a shared screen is not', async () => {
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  await publish(ben, TrackSource.SOURCE_SCREENSHARE_AUDIO);
  await shareScreen(chi);
  await publish(chi, TrackSource.SOURCE_SCREENSHARE_AUDIO);
  const muted = async (guest: Guest) =>
    (await infoOf(guest))?.tracks.filter((track) => track.muted).map(({ source }) => source);
  await acted('mute', ben);
  await eventually(async () => expect(await muted(ben)).toEqual([ApiTrackSource.SCREEN_SHARE_AUDIO]));
  await publish(chi, TrackSource.SOURCE_MICROPHONE);
  await acted('mute_all');
  await eventually(async () => expect(await muted(chi)).toEqual([microphone]));
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
  const { ends_at: end, may_revoke: mayRevoke } = await invitationIn(response);
  expect(mayRevoke).toBe(false);
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

test('a host lets a removed guest back in by the id in the room’s metadata, also into a locked room, with the role of a guest', async () => {
  const [, ben] = [await join('host', hostKey), await join('Ben')];
  await acted('set_role', ben, { role: 'host' });
  await acted('lock');
  await acted('remove', ben);
  await expect(tokenFor('Ben')).rejects.toThrow('403 removed');
  const [id] = parseState((await metadataNow()) ?? '', 'open').removed;
  await acted('let_back_in', undefined, { participant_identity: id });
  const again = await join('Ben');
  await eventually(async () => expect(await roleNow(again)).toBe('speaker'));
  // Nobody who was not removed comes into the locked room by this action.
  const chi = guestIdentity(testKeys, { room: roomName, secret: secretOf('Chi') });
  await acted('let_back_in', undefined, { participant_identity: chi });
  await expect(tokenFor('Chi')).rejects.toThrow('403 room_locked');
});

test('a removed guest whose media never connects does not stay in the room with the old token', async () => {
  const [, ben] = [await join('host', hostKey), await join('Ben')];
  await acted('remove', ben);
  expect(await ben.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  const again = await signalOnly(ben.token);
  await again.end;
  await eventually(async () => expect(await infoOf(ben)).toBeUndefined());
}, 30_000);

test('after all token handlers were replaced roles, lock and removals are as before, and a removed guest whose media never connects is put out', async () => {
  const [, ben, chi, dan] = [
    await join('host', hostKey),
    await join('Ben'),
    await join('Chi'),
    await join('Dan'),
  ];
  await acted('set_role', chi, { role: 'host' });
  await acted('set_role', dan, { role: 'listener' });
  await acted('lock');
  await acted('remove', ben);
  await replaceHandlers();
  const again = await signalOnly(ben.token);
  await expect(tokenFor('Ben')).rejects.toThrow('403 removed');
  await expect(tokenFor('Eve')).rejects.toThrow('403 room_locked');
  await acted('mute_all', undefined, {}, chi.token);
  const back = await join('Dan');
  await eventually(async () => expect(await roleNow(back)).toBe('listener'));
  await again.end;
  await eventually(async () => expect(await infoOf(ben)).toBeUndefined());
}, 30_000);

test('a removed host who is back for a moment with an old token is no host', async () => {
  await join('host', hostKey);
  const ben = await join('Ben');
  await acted('set_role', ben, { role: 'host' });
  const token = await tokenFor('Ben');
  await acted('remove', ben);
  await signalOnly(token);
  await eventually(async () => expect(await infoOf(ben)).toBeDefined());
  const { identity } = ben.room.localParticipant ?? {};
  const asks = await act('set_role', undefined, { participant_identity: identity, role: 'host' }, token);
  expect(await refusal(asks)).toBe('403 not_host');
});

test('a host who came into a locked room comes back when they were made a speaker', async () => {
  await join('host', hostKey);
  await acted('lock');
  const { invitation } = await invitationIn(await act('invite', undefined, { role: 'host' }));
  const ada = await join('Ada', invitation);
  await acted('set_role', ada, { role: 'speaker' });
  await eventually(async () => expect(await roleNow(ada)).toBe('speaker'));
  await ada.room.disconnect();
  await join('Ada');
});

test('a removal when too many were removed still takes away the return into a locked room', async () => {
  await join('host', hostKey);
  const ben = await join('Ben');
  await acted('lock');
  const others = Array.from({ length: most.removed }, (_, index) => `gone${String(index).padStart(4, '0')}`);
  const full = { first_room: 1, entry: 'locked', removed: others.join(' '), changes: 'test' };
  const allowed = shortId(ben.room.localParticipant?.identity ?? '');
  await live.setMetadata(roomName, JSON.stringify({ ...full, allowed }));
  await wait(150);
  expect(await refusal(await act('remove', ben))).toBe('409 list_full');
  expect(await ben.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  await expect(tokenFor('Ben')).rejects.toThrow('403 room_locked');
});

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

test('a client without media that a host can not see does not count as inside when the room is locked', async () => {
  await join('host', hostKey);
  const { end } = await signalOnly(await tokenFor('Eve'));
  await acted('lock');
  // Its media may still connect, as that of a guest on a slow network.
  await tokenFor('Eve');
  await end;
  await expect(tokenFor('Eve')).rejects.toThrow('403 room_locked');
}, 40_000);

test('a guest who joins while the room is being locked is inside and may come back', async () => {
  await join('Ben');
  const early = await tokenFor('Eve');
  let eve: Guest | undefined;
  let requests = 0;
  firstHandler.beforeAsking = async () => {
    requests += 1;
    // At its second request the handler has already listed the participants, and has not locked the room yet: Eve joins
    // at this moment.
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
  // Waits for longer than a handler caches a room's state, so that the handler has to ask LiveKit for it.
  await wait(150);
  firstHandler.beforeAsking = () => Promise.reject(new TypeError('fetch failed'));
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
      const state = parseState((await metadataNow()) ?? '', 'open');
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
  firstHandler.beforePermit = async () => {
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

test('a revoked invitation opens its room no more, neither do invitations that were made with it, also after the room was empty', async () => {
  const ada = await join('Ada', hostKey);
  const host = await invitationIn(await act('invite', undefined, { role: 'host' }));
  const guest = await invitationIn(await act('invite', undefined, { role: 'speaker' }, host.invitation));
  await tokenFor('Ben', guest.invitation);
  expect([host.may_revoke, guest.may_revoke]).toEqual([true, false]);
  const revoking = { invitation_id: host.invitation_id };
  expect(await refusal(await act('revoke', undefined, revoking, host.invitation))).toBe('403 not_host');
  await acted('revoke', undefined, revoking);
  expect(await refusal(await act('mute_all', undefined, {}, host.invitation))).toBe('401 invitation_ended');
  await ada.room.disconnect();
  await live.end(roomName);
  await expect(tokenFor('Ben', guest.invitation)).rejects.toThrow('401 invitation_ended');
  await expect(tokenFor('Chi', host.invitation)).rejects.toThrow('401 invitation_ended');
  const other = await invitationIn(await act('invite', undefined, { role: 'speaker' }));
  await tokenFor('Dan', other.invitation);
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
