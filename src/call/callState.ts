import type { Room } from 'livekit-client';
import type { AccessFailureKind } from '../access/accessFailure.ts';
import type { LostReason } from './returnPolicy.ts';

/**
 * Where the guest stands with the call. Nothing else in the app knows it better.
 *
 * idle → joining → live → ended, and from `joining` back to `failed` (which is the lobby with a sentence). Who
 * is cut off goes from `live` through `returning` back to `live`.
 */
export type CallState =
  /** `room` is the one that a click on Join would enter, if it has been made already. */
  | { status: 'idle'; room: Room | undefined }
  /** `isAnswered` once LiveKit has told who is there and the view is loaded; to be shown `room` waits for picture and sound, too. */
  | { status: 'joining'; room: Room | undefined; isAnswered: boolean }
  | { status: 'failed'; failure: JoinFailure }
  | { status: 'live'; room: Room; connection: Connection }
  /**
   * Cut off, and on the way back. `room` is the one that was lost, to go on showing what was there; `nextTryAtMs` by
   * Date.now, or `undefined` while a try is under way.
   */
  | { status: 'returning'; room: Room; reason: LostReason; nextTryAtMs: number | undefined }
  | { status: 'ended'; reason: EndReason };

/**
 * `signal_lost`: pictures and sound go on, and who comes, leaves or is muted is not told meanwhile. `reconnecting`: they have
 * stopped, too, and come back by themselves.
 */
export type Connection = 'steady' | 'signal_lost' | 'reconnecting';

/** How the connection of this state is; a guest who is being brought back has none. */
export function connectionOf(state: CallState): Connection {
  if (state.status === 'live') return state.connection;
  return state.status === 'returning' ? 'reconnecting' : 'steady';
}

/** Why joining failed: `kind` is a key of `messages.failure`, `detail` is for the host. */
export interface JoinFailure {
  kind: JoinFailureKind;
  detail: string;
  /** See `AccessFailure`. */
  retryAfterMs?: number;
}

type JoinFailureKind =
  | AccessFailureKind
  /** The app's own files for the room could not be loaded. */
  | 'app_not_loaded'
  /** The browser has no WebRTC, or it is turned off. */
  | 'webrtc_missing'
  /** The browser lacks what menus and colours need. */
  | 'browser_too_old'
  /** Nobody answers at LiveKit's address, or it is cut on the way. */
  | 'signalling_unreachable'
  /** LiveKit answers, but does not accept the token: its keys are others. */
  | 'token_rejected'
  /** The same, because the clock of the token endpoint is more than a minute off. */
  | 'token_clock_wrong'
  /** The same, because LiveKit's clock is. */
  | 'livekit_clock_wrong'
  /** LiveKit answers, but pictures and sound find no way to it. */
  | 'media_blocked'
  /** The same, in Firefox, with a LiveKit that is on this computer's loopback address alone. */
  | 'firefox_loopback';

/** Why the call ended: a key of `messages.ended`. */
export type EndReason =
  | 'left'
  /** The browser or the phone put the page to sleep. */
  | 'page_frozen'
  | 'joined_elsewhere'
  | 'server_shutdown'
  | 'removed'
  | 'room_closed'
  | 'connection_lost';
