import type { Room } from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { success } from '../../common/result.ts';
import type { Notice } from '../meeting/notices.ts';
import { en } from '../messages/en.ts';
import { roomEn } from '../messages/roomEn.ts';
import { createSession, type Session, type SessionParts } from './createSession.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const roomFull = 'room_full';

/** A session without a browser: devices, lazy-loaded files and the token endpoint are fakes; everything else is the app's own code. */
function startSession(change: Partial<SessionParts> = {}, code = roomFull) {
  const names: unknown[] = [];
  vi.stubGlobal('fetch', async (_address: unknown, init?: RequestInit) => {
    if (typeof init?.body !== 'string') return new Response('', { status: 404 });
    names.push(Reflect.get(JSON.parse(init.body), 'participant_name'));
    return Response.json({ error: { code, message: '' } }, { status: 503 });
  });
  const steps: string[] = [];
  let endEarlyVideo: (isSeen: boolean) => void = () => {};
  const earlyVideo = new Promise<boolean>((resolve) => {
    endEarlyVideo = resolve;
  });
  const session: Session = createSession({
    page: new URL('https://room.example/?room=tea&name=Aiko'),
    addressBar: { read: () => new URL('https://room.example/'), replace() {}, onChange() {} },
    languages: ['ja-JP'],
    facts: { userAgent: '', maxTouchPoints: 0, brands: [], isHomeScreenApp: false },
    unfit: undefined,
    deviceAccess: {
      mediaDevices: undefined,
      permissions: undefined,
      isSecureContext: true,
      asksForEachDevice: false,
      format: { width: 640, height: 360, frameRate: 30, maxBitrate: 1 },
      enumerateDevices: async () => [],
      onDeviceChange() {},
    },
    canChooseSpeaker: false,
    document: { visibilityState: 'visible', addEventListener() {} },
    carried: undefined,
    isTypingName: () => false,
    pause: async () => {},
    loadConnection: () => {
      steps.push('connection');
      return new Promise(() => {});
    },
    loadRoomPage: async () => void steps.push('room page'),
    showEarlyVideo: (call) => {
      steps.push(`early video while ${call.getState().status}`);
      return earlyVideo;
    },
    ...change,
  });
  return { session, steps, endEarlyVideo, names };
}

test('a session uses the browser’s language and starts with the name in the page’s address', () => {
  const { session } = startSession();
  expect(session.speech.getState().language).toBe('ja');
  expect(session.name.getState()).toBe('Aiko');
  expect(session.call.getState().status).toBe('idle');
});

test('two sessions share nothing', () => {
  const [one, other] = [startSession().session, startSession().session];
  one.name.write('Ben');
  one.roomKey.write('blue-kettle');
  expect(other.name.getState()).toBe('Aiko');
  expect(other.roomKey.getState().text).toBe('');
});

test('early video starts with the join, before anything is loaded, and React waits until it ends', async () => {
  const { session, steps, endEarlyVideo } = startSession();
  session.join('Aiko');
  expect(steps).toEqual(['early video while joining', 'connection']);
  const order: string[] = [];
  void session.untilAppMayRun().then(() => order.push('app runs'));
  await Promise.resolve();
  order.push('early video ends');
  endEarlyVideo(true);
  await vi.waitFor(() => expect(order).toEqual(['early video ends', 'app runs']));
});

test('React does not wait when nobody joins', async () => {
  const { session, steps } = startSession();
  await session.untilAppMayRun();
  await session.untilAppMayDraw();
  expect(steps).toEqual([]);
});

test('cancelling the join ends the wait for the early video', async () => {
  const { session } = startSession();
  session.join('Aiko');
  void session.call.leave();
  await session.untilAppMayRun();
  expect(session.call.getState().status).toBe('idle');
});

test('a reload before joining keeps the typed name, the key and “Listen only”', () => {
  const { session } = startSession();
  session.preview.turnOff();
  session.name.write('Aiko T');
  session.roomKey.write('blue-kettle');
  session.join('Aiko T');
  const carried = session.carry();
  expect(carried).toEqual({
    name: 'Aiko T',
    isJoining: true,
    isListening: true,
    isTyping: false,
    roomKey: 'blue-kettle',
  });
  const next = startSession({ carried }).session;
  next.prepare();
  expect(next.name.getState()).toBe('Aiko T');
  expect(next.roomKey.getState().text).toBe('blue-kettle');
  expect(next.preview.getState().choices.camera.on).toBe(false);
});

test('the token is requested before the click, with the name in the field', async () => {
  const { session, names } = startSession();
  session.prepare();
  session.name.write('Ben');
  session.settleName();
  await vi.waitFor(() => expect(names).toEqual(['Ben']));
});

test('a second join without a name uses the name of the first', async () => {
  const { session, names } = startSession();
  session.join('Ben');
  await vi.waitFor(() => expect(names).toEqual(['Ben']));
  await session.call.leave();
  session.join();
  await vi.waitFor(() => expect(names).toEqual(['Ben', 'Ben']));
});

test.each(['Aiko', ''])(
  'a room that is not allowed is a failure before the click (name “%s”)',
  async (name) => {
    const page = new URL(`https://room.example/?room=attic&name=${name}`);
    const { session, names } = startSession({ page }, 'room_not_allowed');
    session.prepare();
    await vi.waitFor(() =>
      expect(session.call.getState()).toMatchObject({ failure: { kind: 'room_not_allowed' } }),
    );
    expect(names).toEqual([name]);
  },
);

test.each(['Aiko', ''])('a key is asked for before the click (name “%s”)', async (name) => {
  const page = new URL(`https://room.example/?room=tea&name=${name}`);
  const { session, names } = startSession({ page }, 'key_missing');
  session.prepare();
  await vi.waitFor(() => expect(session.roomKey.getState().asked).toBe('key_missing'));
  expect(session.call.getState().status).toBe('idle');
  expect(names).toEqual([name]);
});

/** A token endpoint of an open room: whatever key a guest sends, the token is for a guest. */
function letInAsGuest(): unknown[] {
  const keys: unknown[] = [];
  vi.stubGlobal('fetch', async (_address: unknown, init?: RequestInit) => {
    if (typeof init?.body !== 'string') return new Response('', { status: 404 });
    keys.push(new Headers(init.headers).get('authorization'));
    const claims = btoa(JSON.stringify({ video: { room: 'tea', canPublish: true } }));
    return Response.json(
      { server_url: 'wss://room.example', participant_token: `head.${claims}.signature` },
      { status: 201 },
    );
  });
  return keys;
}

const oldHostLink: Partial<SessionParts> = {
  addressBar: {
    read: () => new URL('https://room.example/#host=red-kettle-forty9'),
    replace() {},
    onChange() {},
  },
};

test('a host link that is no longer valid is reported in the lobby, and the guest gets a token without it', async () => {
  const { session } = startSession(oldHostLink);
  const keys = letInAsGuest();
  session.prepare();
  await vi.waitFor(() => expect(session.roomKey.getState().isHostLinkOld).toBe(true));
  await vi.waitFor(() => expect(keys).toEqual(['Bearer red-kettle-forty9', null]));
  expect(session.call.getState().status).toBe('idle');
});

test('an old host link that is refused during a join is reported in the room, and no more tokens are requested', async () => {
  vi.useFakeTimers();
  // The session passes the room on without using it, so an empty object will do.
  const room = {} as unknown as Room; // oxlint-disable-line typescript/no-unsafe-type-assertion
  let told: readonly Notice[] = [];
  const { session, endEarlyVideo } = startSession({
    ...oldHostLink,
    loadConnection: async () => ({
      makeConnection: () => ({
        room,
        prepareOffer() {},
        open: () => ({
          room,
          connected: Promise.resolve(success(room)),
          isServerBack: async () => false,
          close: async () => {},
        }),
      }),
    }),
    async loadRoomPage(_speech, { notices }) {
      notices.subscribe(() => (told = notices.getState()));
      told = notices.getState();
    },
  });
  const keys = letInAsGuest();
  endEarlyVideo(false);
  session.prepare();
  session.join('Aiko');
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(session.call.getState().status).toBe('live');
  expect(keys).toEqual(['Bearer red-kettle-forty9']);
  expect(told.map((one) => 'say' in one && one.say({ ...en, ...roomEn }))).toEqual([en.lobby.oldHostLink]);
});

test('a ticket that is of no use any more is dropped, and the guest asks with their own key', async () => {
  const stored = new Map([['first-room:ticket', 'old.ticket.signed blue-kettle-forty9']]);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => stored.set(key, text),
  });
  const address = new URL('https://room.example/#key=blue-kettle-forty9');
  const { session } = startSession({ addressBar: { read: () => address, replace() {}, onChange() {} } });
  const keys: unknown[] = [];
  vi.stubGlobal('fetch', async (_address: unknown, init?: RequestInit) => {
    if (typeof init?.body !== 'string') return new Response('', { status: 404 });
    const key = new Headers(init.headers).get('authorization');
    keys.push(key);
    const code = key === 'Bearer old.ticket.signed' ? 'invitation_ended' : 'knock_required';
    const waiting = { server_url: 'wss://room.example', participant_token: 'head.claims.signature' };
    return Response.json({ error: { code, message: '' }, ...waiting }, { status: 403 });
  });
  session.prepare();
  await vi.waitFor(() => expect(session.knocking.getState()).toBe('needed'));
  expect(keys).toEqual(['Bearer old.ticket.signed', 'Bearer blue-kettle-forty9']);
  expect(stored.get('first-room:ticket')).toBe('');
});

test('a full room is not reported before the click, because somebody may leave', async () => {
  const { session, names } = startSession();
  session.prepare();
  await vi.waitFor(() => expect(names).toEqual(['Aiko']));
  await new Promise((resolve) => setTimeout(resolve));
  expect(session.call.getState().status).toBe('idle');
});
