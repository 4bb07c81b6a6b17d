import type { Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import type { TokenGrant } from '../access/requestToken.ts';
import type { AccessFailure } from '../access/accessFailure.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { createCall, type CallParts, type JoinRequest } from './call.ts';
import type { JoinFailure } from './callState.ts';
import type { ConnectionRequest } from './connection.ts';

const grant: TokenGrant = { serverUrl: 'wss://room.example', token: 'a.b.c' };
const request: JoinRequest = {
  room: 'my-first-room',
  name: 'Aiko',
  devices: () => ({
    tracks: { microphone: Promise.resolve(undefined), camera: Promise.resolve(undefined) },
    deviceIds: { microphone: undefined, camera: undefined },
    speakerId: undefined,
  }),
};
/** Age of a token that `isTokenFresh` no longer accepts. */
const tokenOldMs = 10 * 60_000;
const full: AccessFailure = { kind: 'room_full', detail: '' };

/** Like Promise.withResolvers, which Node 20 does not have. */
function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}

/** A call with fake parts. The test settles their promises in the order that it needs. */
function startCall(
  answers: Promise<Result<TokenGrant, AccessFailure>>[] = [Promise.resolve(success(grant))],
  early?: Result<TokenGrant, AccessFailure>,
) {
  const connected = deferred<Result<Room, JoinFailure>>();
  const opened: ConnectionRequest[] = [];
  const close = vi.fn(() => Promise.resolve());
  const onLive = vi.fn();
  const onGivenUp = vi.fn();
  const prepareOffer = vi.fn();
  const pause = vi.fn(async (_ms: number, _signal: AbortSignal) => {});
  // The call passes the room on without using it, so an empty object will do.
  const room = {} as unknown as Room; // oxlint-disable-line typescript/no-unsafe-type-assertion
  const makeConnection = vi.fn(() => ({
    room,
    prepareOffer,
    open: (connection: ConnectionRequest) => {
      opened.push(connection);
      return { room, connected: connected.promise, isServerBack: async () => false, close };
    },
  }));
  const parts: CallParts = {
    requestToken: async (_wanted, signal) => {
      const answer = await (answers.shift() ?? Promise.resolve(success(grant)));
      signal.throwIfAborted();
      return answer;
    },
    takeEarlyToken: async () => early,
    knock: async (_wanted, refusal) => failed(refusal),
    loadConnection: async () => ({ makeConnection }),
    loadView: async () => {},
    onJoining() {},
    onLive,
    onSent: () => {},
    onOtherDevice: () => {},
    onPublishing: vi.fn(),
    onPublishFailed: vi.fn(),
    pause,
    onGivenUp,
  };
  return {
    call: createCall(parts),
    parts,
    opened,
    connected,
    close,
    onLive,
    onGivenUp,
    pause,
    prepareOffer,
    makeConnection,
    room,
  };
}

test('a click on Join goes on with the connection of the lobby', async () => {
  const { call, connected, opened, makeConnection, room } = startCall([], success(grant));
  await call.prepare();
  const entered = { ...grant, token: 'd.e.f', entered: true as const };
  call.connectInLobby(() => async () => success(entered));
  const joining = call.join(request);
  connected.resolve(success(room));
  await joining;
  expect(call.getState().status).toBe('live');
  expect(opened.map((one) => one.grant)).toEqual([entered]);
  expect(makeConnection).toHaveBeenCalledTimes(1);
});

test('a guest whose connection in the lobby fails at the click joins with a new one, and the token of the lobby', async () => {
  const { call, connected, opened, makeConnection, room } = startCall([], success(grant));
  await call.prepare();
  call.connectInLobby(() => async () => undefined);
  const joining = call.join(request);
  connected.resolve(success(room));
  await joining;
  expect(call.getState().status).toBe('live');
  expect(opened.map((one) => one.grant)).toEqual([grant]);
  expect(makeConnection).toHaveBeenCalledTimes(2);
});

test('a room that has lost its connection in the lobby is replaced before the click', async () => {
  const { call, makeConnection } = startCall();
  await call.prepare();
  let lose = () => {};
  call.connectInLobby((_room, onLost) => {
    lose = onLost;
    return async () => undefined;
  });
  lose();
  await vi.waitFor(() => expect(makeConnection).toHaveBeenCalledTimes(2));
  expect(call.getState().status).toBe('idle');
});

test('a call with a token and a connection is live', async () => {
  const { call, connected, onLive, room } = startCall();
  const joining = call.join(request);
  expect(call.getState()).toEqual({ status: 'joining', room: undefined, isAnswered: false });
  connected.resolve(success(room));
  await joining;
  expect(call.getState()).toEqual({ status: 'live', room, connection: 'steady' });
  expect(onLive).toHaveBeenCalledOnce();
});

test('a joining call has its room once LiveKit has answered, and a later failure still is a failed join', async () => {
  const { call, opened, connected, room } = startCall();
  const joining = call.join(request);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  await opened[0]?.onSignalled();
  expect(call.getState()).toEqual({ status: 'joining', room, isAnswered: true });
  const failure: JoinFailure = { kind: 'media_blocked', detail: 'wss://room.example' };
  connected.resolve(failed(failure));
  await joining;
  expect(call.getState()).toEqual({ status: 'failed', failure });
});

test('the click joins the room that was made in the lobby, a later prepare makes no other, and a second call makes its own', async () => {
  const { call, parts, opened, connected, prepareOffer, room } = startCall();
  let made = 0;
  const { loadConnection } = parts;
  parts.loadConnection = async () => {
    const { makeConnection } = await loadConnection();
    return { makeConnection: () => ((made += 1), makeConnection()) };
  };
  await call.prepare();
  expect(call.getState()).toEqual({ status: 'idle', room });
  const joining = call.join(request);
  expect(call.getState()).toEqual({ status: 'joining', room, isAnswered: false });
  await call.prepare();
  connected.resolve(success(room));
  await joining;
  expect(made).toBe(1);
  opened[0]?.onEnded('removed');
  await call.prepare();
  expect(made).toBe(1);
  expect(prepareOffer).toHaveBeenCalledOnce();
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'live' });
  expect(made).toBe(2);
});

test('connecting does not wait for the view to load, but the call is live only after both', async () => {
  const { call, parts, opened, connected, room } = startCall();
  const view = deferred<void>();
  parts.loadView = () => view.promise;
  const joining = call.join(request);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  const signalled = opened[0]?.onSignalled();
  connected.resolve(success(room));
  await connected.promise;
  expect(call.getState()).toEqual({ status: 'joining', room, isAnswered: false });
  view.resolve();
  await Promise.all([signalled, joining]);
  expect(call.getState()).toEqual({ status: 'live', room, connection: 'steady' });
});

test('losing the connection while the view loads is a failed join', async () => {
  const { call, parts, opened, connected, close, room } = startCall();
  const view = deferred<void>();
  parts.loadView = () => view.promise;
  const joining = call.join(request);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  connected.resolve(success(room));
  await connected.promise;
  opened[0]?.onEnded('connection_lost');
  view.resolve();
  await joining;
  expect(close).toHaveBeenCalledWith(false);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'signalling_unreachable' } });
});

test('a view that fails to load is a failed join, and the connection is closed', async () => {
  const { call, parts, connected, close, room } = startCall();
  parts.loadView = () => Promise.reject(new TypeError('Failed to fetch'));
  connected.resolve(success(room));
  await call.join(request);
  expect(close).toHaveBeenCalledWith(false);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'app_not_loaded' } });
});

test('LiveKit’s answer after leaving changes nothing', async () => {
  const { call, opened } = startCall();
  void call.join(request);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  await call.leave();
  await opened[0]?.onSignalled();
  expect(call.getState()).toEqual({ status: 'idle' });
});

test('a join uses the token that was requested in the lobby, and requests no other', async () => {
  const early = { serverUrl: 'wss://room.example', token: 'early.b.c' };
  const { call, parts, opened, connected, room } = startCall([], success(early));
  const asked = vi.spyOn(parts, 'requestToken');
  connected.resolve(success(room));
  await call.join(request);
  expect(opened[0]?.grant).toEqual(early);
  expect(asked).not.toHaveBeenCalled();
});

test('leaving before the token arrives never connects', async () => {
  const token = deferred<Result<TokenGrant, AccessFailure>>();
  const { call, opened } = startCall([token.promise]);
  const joining = call.join(request);
  await call.leave();
  token.resolve(success(grant));
  await joining;
  expect(opened).toEqual([]);
  expect(call.getState()).toEqual({ status: 'idle' });
});

test('leaving while connecting closes the connection and keeps the lobby’s tracks', async () => {
  const { call, opened, connected, close, onLive, room } = startCall();
  const joining = call.join(request);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  await call.leave();
  connected.resolve(success(room));
  await joining;
  expect(close).toHaveBeenCalledWith(false);
  expect(onLive).not.toHaveBeenCalled();
  expect(call.getState()).toEqual({ status: 'idle' });
});

test('without WebRTC the call has failed before the click, and a click requests nothing', async () => {
  const { parts, opened } = startCall();
  const asked = vi.spyOn(parts, 'requestToken');
  const call = createCall({ ...parts, unfit: { kind: 'webrtc_missing', detail: '' } });
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'webrtc_missing' } });
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'webrtc_missing' } });
  expect(asked).not.toHaveBeenCalled();
  expect(opened).toEqual([]);
});

test('in an outdated browser the call has failed before the click, but a click may still join', async () => {
  const { parts, connected, room } = startCall();
  const call = createCall({ ...parts, unfit: { kind: 'browser_too_old', detail: '' } });
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'browser_too_old' } });
  connected.resolve(success(room));
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'live' });
});

test('a second click on Join while joining starts nothing', async () => {
  const { call, opened, connected, room } = startCall();
  const joining = call.join(request);
  await call.join(request);
  connected.resolve(success(room));
  await joining;
  expect(opened).toHaveLength(1);
});

test('a refused token is a failed join that never connects', async () => {
  const { call, opened } = startCall([Promise.resolve(failed(full))]);
  await call.join(request);
  expect(call.getState()).toEqual({ status: 'failed', failure: full });
  expect(opened).toEqual([]);
});

test('a room that filled up after the token was issued is reported as full, not as a network failure', async () => {
  const { call, connected } = startCall([Promise.resolve(success(grant)), Promise.resolve(failed(full))]);
  connected.resolve(failed({ kind: 'signalling_unreachable', detail: '' }));
  await call.join(request);
  expect(call.getState()).toEqual({ status: 'failed', failure: full });
});

test('an unreachable LiveKit is reported when the token endpoint still gives tokens', async () => {
  const { call, connected, close } = startCall();
  const failure: JoinFailure = { kind: 'signalling_unreachable', detail: 'wss://room.example' };
  connected.resolve(failed(failure));
  await call.join(request);
  expect(call.getState()).toEqual({ status: 'failed', failure });
  expect(close).toHaveBeenCalledWith(false);
});

test('when the whole server has gone since the token was requested, the token endpoint is reported, not LiveKit', async () => {
  const gone: AccessFailure = {
    kind: 'token_endpoint_unreachable',
    detail: 'POST https://room.example/token',
  };
  const { call, connected } = startCall([Promise.resolve(failed(gone))], success(grant));
  connected.resolve(failed({ kind: 'signalling_unreachable', detail: '' }));
  await call.join(request);
  expect(call.getState()).toEqual({ status: 'failed', failure: gone });
});

test('files of the app that fail to load are reported, and the next click tries again', async () => {
  const { call, parts, connected, room } = startCall();
  const { loadConnection } = parts;
  parts.loadConnection = () => Promise.reject(new TypeError('Failed to fetch'));
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'app_not_loaded' } });
  parts.loadConnection = loadConnection;
  connected.resolve(success(room));
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'live' });
});

test('a reconnect and an end change the state, and an ended call can be joined again', async () => {
  const { call, connected, opened, room } = startCall();
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onConnection('reconnecting');
  expect(call.getState()).toMatchObject({ status: 'live', connection: 'reconnecting' });
  opened[0]?.onEnded('room_closed');
  expect(call.getState()).toMatchObject({ status: 'ended', reason: 'room_closed' });
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'live' });
  opened[0]?.onEnded('connection_lost');
  expect(call.getState(), 'events of the first connection are ignored').toMatchObject({ status: 'live' });
});

test.each([
  [failed({ kind: 'room_locked', detail: '' } as const), 'room_locked'],
  [failed({ kind: 'knock_required', detail: '' } as const), 'knock_required'],
  [failed({ kind: 'removed', detail: '' } as const), 'removed'],
  [success(grant), 'removed'],
])('a guest who is put out right after the join reads whether the room is closed', async (answer, reason) => {
  const { call, connected, opened, room } = startCall([
    Promise.resolve(success(grant)),
    Promise.resolve(answer),
  ]);
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onEnded('removed');
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'ended', reason }));
});

test('a guest who is put out before there is media reads that the room is locked, not that the network is blocked', async () => {
  const { call, connected } = startCall([
    Promise.resolve(success(grant)),
    Promise.resolve(failed({ kind: 'room_locked', detail: '' })),
  ]);
  connected.resolve(failed({ kind: 'media_blocked', detail: '' }));
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'room_locked' } });
});

test('a guest who lost the connection rejoins after growing waits, until a try is refused', async () => {
  const away: AccessFailure = { kind: 'token_endpoint_unreachable', detail: '' };
  const { call, connected, opened, pause, onLive, room } = startCall([
    Promise.resolve(success(grant)),
    Promise.resolve(failed(away)),
    Promise.resolve(failed(away)),
    Promise.resolve(success(grant)),
    Promise.resolve(failed({ kind: 'room_not_allowed', detail: '' })),
  ]);
  connected.resolve(success(room));
  await call.join(request);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + tokenOldMs });
  opened[0]?.onEnded('server_shutdown');
  expect(call.getState()).toMatchObject({ status: 'returning', reason: 'server_shutdown' });
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
  expect(opened).toHaveLength(2);
  expect(onLive).toHaveBeenCalledTimes(2);
  expect(pause).toHaveBeenCalledTimes(3);

  vi.setSystemTime(Date.now() + tokenOldMs);
  opened[1]?.onEnded('connection_lost');
  await vi.waitFor(() =>
    expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'room_not_allowed' } }),
  );
  vi.useRealTimers();
});

test('a guest who has to ask a host again while rejoining waits in the lobby without another click', async () => {
  const refusal: AccessFailure = { kind: 'knock_required', detail: '' };
  const { call, parts, connected, opened, room } = startCall([
    Promise.resolve(success(grant)),
    Promise.resolve(failed(refusal)),
    Promise.resolve(failed(refusal)),
  ]);
  const admitted = deferred<Result<TokenGrant, JoinFailure>>();
  parts.knock = () => admitted.promise;
  connected.resolve(success(room));
  await call.join(request);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + tokenOldMs });
  opened[0]?.onEnded('server_shutdown');
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'joining' }));
  admitted.resolve(success(grant));
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
  expect(opened).toHaveLength(2);
  vi.useRealTimers();
});

test('a join that does not reach LiveKit is tried once more if LiveKit answers again, with the same token', async () => {
  const { call, parts, room } = startCall();
  const asked = vi.spyOn(parts, 'requestToken');
  const unreachable = failed({ kind: 'signalling_unreachable' as const, detail: '' });
  const given: { outcomes: Result<Room, JoinFailure>[]; isBack: boolean } = { outcomes: [], isBack: true };
  const { loadConnection } = parts;
  parts.loadConnection = async () => {
    const { makeConnection } = await loadConnection();
    return {
      makeConnection: () => {
        const made = makeConnection();
        return {
          ...made,
          open: (connection) => ({
            ...made.open(connection),
            connected: Promise.resolve(given.outcomes.shift() ?? success(room)),
            isServerBack: async () => given.isBack,
          }),
        };
      },
    };
  };
  // LiveKit is down, and stays down.
  given.isBack = false;
  given.outcomes = [unreachable];
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'signalling_unreachable' } });

  // It answers, but cannot be reached all the same.
  given.isBack = true;
  given.outcomes = [unreachable, unreachable];
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'failed', failure: { kind: 'signalling_unreachable' } });

  asked.mockClear();
  given.outcomes = [unreachable];
  await call.join(request);
  expect(call.getState()).toMatchObject({ status: 'live' });
  expect(asked).toHaveBeenCalledTimes(1);
});

test('rejoining reuses the token until LiveKit rejects it, then requests another one', async () => {
  const { call, parts, opened, connected, room } = startCall();
  const asked = vi.spyOn(parts, 'requestToken');
  connected.resolve(success(room));
  await call.join(request);
  const { loadConnection } = parts;
  const outcomes: Result<Room, JoinFailure>[] = [
    failed({ kind: 'signalling_unreachable', detail: '' }),
    failed({ kind: 'token_rejected', detail: '' }),
    success(room),
  ];
  const askedBefore: number[] = [];
  parts.loadConnection = async () => {
    const { makeConnection } = await loadConnection();
    return {
      makeConnection: () => {
        const made = makeConnection();
        return {
          ...made,
          open(connection) {
            askedBefore.push(asked.mock.calls.length);
            return {
              ...made.open(connection),
              connected: Promise.resolve(outcomes.shift() ?? success(room)),
            };
          },
        };
      },
    };
  };
  opened[0]?.onEnded('server_shutdown');
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
  expect(askedBefore).toEqual([1, 1, 2]);
});

test('a rejoined guest who is disconnected for an own earlier try rejoins again', async () => {
  const { call, connected, opened, room } = startCall();
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onConnection('reconnecting');
  opened[0]?.onConnection('steady');
  opened[0]?.onEnded('joined_elsewhere');
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
  expect(opened).toHaveLength(2);
  opened[1]?.onEnded('joined_elsewhere');
  await vi.waitFor(() => expect(opened).toHaveLength(3));
});

test('joining in another tab ends the call in this one', async () => {
  const { call, connected, opened, room } = startCall();
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onEnded('joined_elsewhere');
  expect(call.getState()).toMatchObject({ status: 'ended', reason: 'joined_elsewhere' });
});

test('the length of a call includes the time in which the guest rejoined', async () => {
  const { call, connected, opened, room } = startCall();
  const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onEnded('connection_lost');
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
  now.mockReturnValue(1_065_000);
  opened[1]?.onEnded('room_closed');
  expect(call.getState()).toEqual({ status: 'ended', reason: 'room_closed', lengthMs: 65_000 });
  now.mockRestore();
});

test('leaving during the tries to rejoin ends the call, closes the devices and stops the tries', async () => {
  const { call, connected, opened, pause, onGivenUp, room } = startCall();
  pause.mockImplementation(
    (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onEnded('connection_lost');
  await call.leave();
  expect(call.getState()).toMatchObject({ status: 'ended', reason: 'left' });
  expect(onGivenUp).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(opened).toHaveLength(1));
});

test('a click ends the wait and tries to rejoin at once', async () => {
  const { call, connected, opened, pause, room } = startCall();
  pause.mockImplementation(
    (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  connected.resolve(success(room));
  await call.join(request);
  opened[0]?.onEnded('connection_lost');
  call.returnNow();
  await vi.waitFor(() => expect(call.getState()).toMatchObject({ status: 'live' }));
});
