import type { Room } from 'livekit-client';
import type { AccessFailure } from '../access/accessFailure.ts';
import type { EarlyAnswer } from '../access/earlyToken.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import type { LentTracks } from '../media/own/preview.ts';
import type { Result } from '../../common/result.ts';
import type { CallState, EndReason, JoinFailure } from './callState.ts';
import type { ConnectionRequest, NewConnection, OpenConnection } from './connection.ts';
import { markJoin } from './marks.ts';
import {
  firstTry,
  isLost,
  isPassing,
  isTokenFresh,
  likelyReason,
  returnWaitMs,
  type LostReason,
} from './returnPolicy.ts';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * Makes the guest visible whose page is connected in the lobby.
 *
 * @returns the token endpoint's answer, or `undefined` if there is none that counts
 */
export type EnterFromLobby = (
  wanted: { room: string; name: string },
  signal: AbortSignal,
) => Promise<Result<TokenGrant, AccessFailure> | undefined>;

export interface JoinRequest {
  room: string;
  name: string;
  /**
   * Time of the click on Join by `performance.now()`, if the click came before the app had loaded, and so before this
   * request was made.
   */
  clickedAtMs?: number | undefined;
  /** Called for every new connection, so that the guest rejoins with the current state of the devices. */
  devices: () => CallDevices;
}

interface CallDevices {
  tracks: LentTracks;
  deviceIds: Record<DeviceKind, string | undefined>;
  /** Id of the device that plays the other participants' audio; `undefined` means the system's default speaker. */
  speakerId: string | undefined;
}

/** The functions and state that the call uses. They are passed in, so that the call can be tested without a browser. */
export interface CallParts {
  requestToken: (
    wanted: { room: string; name: string },
    signal: AbortSignal,
  ) => Promise<Result<TokenGrant, AccessFailure>>;
  /**
   * The answer to the token request that was sent while the guest was in the lobby, if it was for this room and name.
   * An answer can be taken once.
   */
  takeEarlyToken: (wanted: { room: string; name: string }) => Promise<EarlyAnswer>;
  /**
   * Asks the hosts to let the guest in, and waits for their decision.
   *
   * @returns a token once a host has admitted the guest, otherwise the reason why there is none
   */
  knock: (
    wanted: { room: string; name: string },
    refusal: AccessFailure,
    signal: AbortSignal,
  ) => Promise<Result<TokenGrant, JoinFailure>>;
  /**
   * The failure that this browser leads to, if it lacks a feature; the call then begins in the state `failed`. Without
   * WebRTC no join is tried.
   */
  unfit?: JoinFailure | undefined;
  /**
   * Loads LiveKit's client, which is too large for the lobby to wait for.
   *
   * @param signal given while the guest is joining: until the signal aborts, failed loading is tried again
   */
  loadConnection: (signal?: AbortSignal) => Promise<{ makeConnection: () => NewConnection }>;
  /**
   * Loads the views of the room. Connecting to LiveKit does not wait for the views.
   *
   * @param signal given while the guest is joining: until the signal aborts, failed loading is tried again
   */
  loadView: (signal?: AbortSignal) => Promise<void>;
  /** Called when a join begins, before anything is loaded or requested. */
  onJoining: () => void;
  /** Called when the call is live. From now on the call owns the tracks that the lobby lent it. */
  onLive: () => void;
  onPublishing: ConnectionRequest['onPublishing'];
  onPublishFailed: (kind: DeviceKind) => void;
  onSent: (kind: DeviceKind, isSent: boolean, deviceId?: string) => void;
  onOtherDevice: (kind: DeviceKind, name: string) => void;
  /** Waits before the next try to rejoin. Resolves early when a try may succeed, or when the signal aborts. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called when the guest gives up rejoining, so that the camera and microphone can be closed. */
  onGivenUp: () => void;
}

/** The page's only call. A click on Join starts it, never a React effect. */
export interface Call extends Followed<CallState> {
  /**
   * Loads LiveKit's client and the views and makes the room, so that React can render the room before the click on
   * Join.
   */
  prepare: () => Promise<void>;
  /**
   * Connects the room that `prepare` has made while the guest is in the lobby. Does nothing if there is none.
   *
   * @param begin connects the room; gets a function to call when the connection is lost
   */
  connectInLobby: (begin: (room: Room, onLost: () => void) => EnterFromLobby) => void;
  join: (request: JoinRequest) => Promise<void>;
  /** Shows before the click on Join that joining would fail. */
  foresee: (failure: JoinFailure) => void;
  /** Leaves the room, or cancels joining it. */
  leave: () => Promise<void>;
  /** Tries to rejoin at once, if the state is `returning`. */
  returnNow: () => void;
}

/**
 * Timeout of the request that asks the token endpoint why the guest was removed. Until the answer the room's page
 * stays.
 */
const explainMs = 2000;
export function createCall(parts: CallParts): Call {
  let state: CallState = parts.unfit
    ? { status: 'failed', failure: parts.unfit }
    : { status: 'idle', room: undefined };
  /** The connection that the next click on Join will use. */
  let prepared: NewConnection | undefined;
  /** Is set while `prepared` is connected in the lobby. */
  let enter: EnterFromLobby | undefined;
  const { subscribe, tellAll } = createListeners();
  let attempt = new AbortController();
  let connection: OpenConnection | undefined;
  let waiting = new AbortController();
  let unsteadyAtMs = -Infinity;
  /** When the guest joined, by `Date.now()`, because that clock goes on while a computer sleeps. */
  let liveAtMs = 0;
  /**
   * The token of the last join, which rejoining uses again: all guests behind one IP address share the rate limit of
   * the token handler.
   */
  let kept: { token: Result<TokenGrant, AccessFailure>; givenAtMs: number } | undefined;

  function set(next: CallState): void {
    state = next;
    tellAll();
  }

  function end(reason: EndReason): void {
    set({ status: 'ended', reason, lengthMs: Date.now() - liveAtMs });
  }

  /** Gets a token, then connects to LiveKit. Resolves with `undefined` if the guest cancelled meanwhile. */
  async function connect(
    request: JoinRequest,
    signal: AbortSignal,
    first: Promise<EarlyAnswer>,
    isSecondTry = false,
  ): Promise<CallState | undefined> {
    const loading = parts.loadConnection(signal).catch((error: unknown) => String(error));
    // The views load after LiveKit's client, not at the same time, because a slow network is idle while the connection
    // is made.
    const viewing = loading.then(() => parts.loadView(signal)).catch((error: unknown) => String(error));
    const { room, name } = request;
    const fromLobby = enter;
    const inLobby = fromLobby && prepared;
    if (inLobby) prepared = enter = undefined;
    let token = await fromLobby?.({ room, name }, signal);
    const entered = token?.ok && token.value.entered && inLobby;
    token ??= await first;
    if (!token) {
      token = await parts.requestToken({ room, name }, signal);
      kept = token.ok ? { token, givenAtMs: Date.now() } : undefined;
    }
    // The guest waits for a host only in the lobby, which tells them about the wait. A guest who is rejoining does not
    // wait, and gets the refusal as the failure.
    const admitted =
      !token.ok && token.failure.kind === 'knock_required' && state.status === 'joining'
        ? await parts.knock({ room, name }, token.failure, signal)
        : token;
    if (!admitted.ok) return { status: 'failed', failure: admitted.failure };
    const loaded = await loading;
    if (typeof loaded === 'string') return notLoaded(loaded);
    signal.throwIfAborted();
    const made = entered || (prepared ?? loaded.makeConnection());
    prepared = undefined;
    if (state.status === 'joining') set({ ...state, room: made.room });
    const opened = made.open({
      grant: admitted.value,
      ...request.devices(),
      onSignalled: async () => {
        if (await viewing) return;
        if (state.status === 'joining' && connection === opened) set({ ...state, isAnswered: true });
      },
      onConnection: (steadiness) => {
        if (state.status !== 'live' || state.connection === steadiness) return;
        unsteadyAtMs = performance.now();
        set({ ...state, connection: steadiness });
      },
      onEnded: (told) => {
        if (connection !== opened) return;
        connection = undefined;
        // While the guest is joining, `connect` returns the failure, so the end of the connection is ignored here.
        if (state.status === 'joining') return;
        const reason = likelyReason(told, performance.now() - unsteadyAtMs);
        if (isLost(reason)) void comeBack(request, opened.room, reason);
        else if (reason === 'removed') void endRemoved(request);
        else end(reason);
      },
      onPublishing: parts.onPublishing,
      onPublishFailed: parts.onPublishFailed,
      onSent: parts.onSent,
      onOtherDevice: parts.onOtherDevice,
    });
    connection = opened;
    const [connected, viewProblem] = await Promise.all([opened.connected, viewing]);
    const isOpen = connection === opened;
    if (connected.ok && isOpen && !viewProblem) {
      return { status: 'live', room: connected.value, connection: 'steady' };
    }
    if (signal.aborted) return undefined;
    connection = undefined;
    await opened.close(false);
    if (!connected.ok) {
      const { failure } = connected;
      const canRetry =
        state.status === 'joining' && !isSecondTry && failure.kind === 'signalling_unreachable';
      if (!canRetry || !(await opened.isServerBack())) return { status: 'failed', failure };
      signal.throwIfAborted();
      // LiveKit may still handle the first try, and then end the second connection as a duplicate. With this time such
      // an end counts as a lost connection, and not as a join in another tab.
      unsteadyAtMs = performance.now();
      return await connect(request, signal, Promise.resolve(admitted), true);
    }
    if (viewProblem) return notLoaded(viewProblem);
    return { status: 'failed', failure: { kind: 'signalling_unreachable', detail: 'cut off while joining' } };
  }

  /**
   * Ends the call of a guest whom the server has put out, and finds out why. Either a host removed the guest, or the
   * room was closed after the guest had got a token: the token endpoint tells which.
   */
  async function endRemoved({ room, name }: JoinRequest): Promise<void> {
    const again = await parts
      .requestToken({ room, name }, AbortSignal.timeout(explainMs))
      .catch(() => undefined);
    const kind = again?.ok === false ? again.failure.kind : 'removed';
    end(kind === 'room_locked' || kind === 'knock_required' ? kind : 'removed');
  }

  /**
   * Asks the token endpoint for the true reason of a failure. A room that became full or was locked, and a server
   * that went away after the token was issued both look like a network failure.
   */
  async function explain(
    failure: JoinFailure,
    { room, name }: JoinRequest,
    signal: AbortSignal,
  ): Promise<JoinFailure> {
    const isCut = failure.kind === 'signalling_unreachable';
    if (!isCut && failure.kind !== 'media_blocked') return failure;
    const again = await parts.requestToken({ room, name }, signal);
    if (again.ok) return failure;
    const { kind } = again.failure;
    // If a guest is removed while their media is still connecting, LiveKit's client only reports that media does not
    // connect. So the reason that the token endpoint gives counts.
    if (kind === 'room_locked' || kind === 'removed') return again.failure;
    return isCut && (kind === 'room_full' || kind === 'token_endpoint_unreachable') ? again.failure : failure;
  }

  /** Tries to rejoin until the guest is back, is refused, or gives up. */
  async function comeBack(request: JoinRequest, room: Room, reason: LostReason): Promise<void> {
    attempt = new AbortController();
    const { signal } = attempt;
    let askedMs: number | undefined;
    for (let tries = firstTry(reason); ; tries += 1) {
      waiting = new AbortController();
      const waitMs = returnWaitMs(tries, Math.random(), askedMs);
      set({ status: 'returning', room, reason, nextTryAtMs: Date.now() + waitMs });
      await parts.pause(waitMs, waiting.signal);
      if (signal.aborted) return;
      set({ status: 'returning', room, reason, nextTryAtMs: undefined });
      const token = kept && isTokenFresh(kept.givenAtMs, Date.now()) ? kept.token : undefined;
      const next = await connect(request, signal, Promise.resolve(token)).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (signal.aborted || !next) return;
      if (next.status === 'failed') {
        // If LiveKit answered, the token may be the cause of the failure, so the next try requests a new one.
        if (next.failure.kind !== 'signalling_unreachable') kept = undefined;
        askedMs = next.failure.retryAfterMs;
        if (isPassing(next.failure)) continue;
      }
      if (next.status === 'live') {
        unsteadyAtMs = performance.now();
        parts.onLive();
      }
      set(next);
      // The guest has to ask a host again. In the lobby, which says so, they wait without another click.
      if (next.status === 'failed' && next.failure.kind === 'knock_required') await join(request);
      return;
    }
  }

  async function prepare(): Promise<void> {
    const [{ makeConnection }] = await Promise.all([parts.loadConnection(), parts.loadView()]);
    if (state.status !== 'idle' || prepared) return;
    prepared = makeConnection();
    set({ status: 'idle', room: prepared.room });
    prepared.prepareOffer();
  }

  async function join(request: JoinRequest): Promise<void> {
    if (state.status === 'joining' || state.status === 'live' || state.status === 'returning') return;
    if (parts.unfit?.kind === 'webrtc_missing') {
      set({ status: 'failed', failure: parts.unfit });
      return;
    }
    markJoin(request.clickedAtMs);
    const joining = new AbortController();
    attempt = joining;
    const { signal } = joining;
    // The token of the last join is not used again, because the guest may now join with another name or key.
    kept = undefined;
    set({ status: 'joining', room: prepared?.room, isAnswered: false });
    parts.onJoining();
    try {
      const { room, name } = request;
      const next = await connect(request, signal, parts.takeEarlyToken({ room, name }));
      if (signal.aborted || !next) return;
      if (next.status === 'live') {
        liveAtMs = Date.now();
        parts.onLive();
      }
      if (next.status === 'failed') next.failure = await explain(next.failure, request, signal);
      if (!signal.aborted) set(next);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      // Stops loading LiveKit's client and the views.
      joining.abort();
    }
  }

  return {
    getState: () => state,
    subscribe,
    prepare,
    connectInLobby(begin) {
      if (state.status !== 'idle' || !prepared || enter) return;
      const used = prepared;
      enter = begin(used.room, () => {
        if (prepared !== used) return;
        prepared = enter = undefined;
        prepare().catch(() => {});
      });
    },
    foresee(failure) {
      if (state.status === 'idle') set({ status: 'failed', failure });
    },
    join,
    async leave() {
      const leaving = connection;
      if (state.status === 'joining') {
        attempt.abort();
        connection = undefined;
        set({ status: 'idle', room: prepared?.room });
        // The tracks of camera and microphone go on, because the lobby still shows them.
        await leaving?.close(false);
      } else if (state.status === 'returning') {
        attempt.abort();
        waiting.abort();
        connection = undefined;
        end('left');
        await leaving?.close(false);
        parts.onGivenUp();
      } else if (state.status === 'live') {
        await leaving?.close(true);
      }
    },
    returnNow: () => waiting.abort(),
  };
}

function notLoaded(detail: string): CallState {
  return { status: 'failed', failure: { kind: 'app_not_loaded', detail } };
}
