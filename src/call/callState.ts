import type { Room } from 'livekit-client';
import type { AccessFailureKind } from '../access/accessFailure.ts';
import type { LostReason } from './returnPolicy.ts';

/**
 * State of the call, kept in one place for the whole app.
 *
 * idle → joining → live → ended. A failed join goes from `joining` to `failed`, which shows the lobby with an error
 * message. A lost connection goes from `live` to `returning` and back to `live`.
 */
export type CallState =
  /** `room` is the LiveKit room that the next click on Join will use, if it has been made already. */
  | { status: 'idle'; room: Room | undefined }
  /**
   * `isAnswered` is true once LiveKit has sent the list of participants and the view has loaded. The call is live once
   * media is connected as well.
   */
  | { status: 'joining'; room: Room | undefined; isAnswered: boolean }
  | { status: 'failed'; failure: JoinFailure }
  | { status: 'live'; room: Room; connection: Connection }
  /**
   * The connection was lost, and the app tries to rejoin. `room` is the lost one, which the views go on showing.
   * `nextTryAtMs` is a time by `Date.now()`, `undefined` during a try.
   */
  | { status: 'returning'; room: Room; reason: LostReason; nextTryAtMs: number | undefined }
  /** `lengthMs` is the time since the guest joined, including all tries to rejoin. */
  | { status: 'ended'; reason: EndReason; lengthMs: number };

/**
 * `signal_lost`: media goes on, but changes of participants and tracks do not arrive. `reconnecting`: media has
 * stopped as well, and the SDK is reconnecting.
 */
export type Connection = 'steady' | 'signal_lost' | 'reconnecting';

/** State of the connection; `reconnecting` for a guest who is rejoining. */
export function connectionOf(state: CallState): Connection {
  if (state.status === 'live') return state.connection;
  return state.status === 'returning' ? 'reconnecting' : 'steady';
}

/** Why joining failed: `kind` is a key of `messages.failure`, `detail` is for the person who runs the server. */
export interface JoinFailure {
  kind: JoinFailureKind;
  detail: string;
  /** How long the token handler asks the guest to wait, as in `AccessFailure`. */
  retryAfterMs?: number;
}

type JoinFailureKind =
  | AccessFailureKind
  /** Files of the app that show the room failed to load. */
  | 'app_not_loaded'
  /** The browser has no WebRTC, or WebRTC is turned off. */
  | 'webrtc_missing'
  /** The browser lacks features that menus and colours of the app need. */
  | 'browser_too_old'
  /** LiveKit does not answer, or the signalling connection to it is cut. */
  | 'signalling_unreachable'
  /** LiveKit rejects the token: the token endpoint signs with other keys than LiveKit expects. */
  | 'token_rejected'
  /** LiveKit rejects the token: the clock of the token endpoint is more than a minute off. */
  | 'token_clock_wrong'
  /** LiveKit rejects the token: LiveKit's own clock is more than a minute off. */
  | 'livekit_clock_wrong'
  /** LiveKit answers, but media reaches it on no network path. */
  | 'media_blocked'
  /**
   * Like `media_blocked`, but the cause is known: in Firefox, with a LiveKit that listens only on the loopback address
   * of this computer.
   */
  | 'firefox_loopback';

/** Why the call ended: a key of `messages.ended`. */
export type EndReason =
  | 'left'
  /** The browser or the phone put the page to sleep, which ended the call. */
  | 'page_frozen'
  | 'joined_elsewhere'
  | 'server_shutdown'
  | 'removed'
  /** The room was locked after this guest got the token. */
  | 'room_locked'
  /** The room was closed after this guest got the token, and a host has to let the guest in again. */
  | 'knock_required'
  | 'room_closed'
  | 'connection_lost';
