import type { AccessFailure } from '../access/accessFailure.ts';
import type { JoinFailure } from '../call/callState.ts';
import type { Result } from '../../common/result.ts';
import type { Announced } from './announced.ts';

/** What each step saw, before anybody says what it means (`judge….ts`). */

export interface PageFacts {
  isSecure: boolean;
  hasWebRtc: boolean;
  microphones: number;
  cameras: number;
}

export interface DoorFacts {
  ms: number;
  outcome: Result<{ clockAheadMs: number | undefined }, AccessFailure>;
}

/** An answer by HTTP; `status` is `undefined` when there was none in time, or none that the page may read. */
export interface HttpAnswer {
  status: number | undefined;
  ms: number;
  /** What was asked and answered, without tokens. */
  detail: string;
  /** Whether LiveKit itself let the token in: a web page that answers everything with 200 does not. */
  isSuccess: boolean;
}

export interface SignallingFacts {
  serverUrl: string;
  /** Asked with an address as long as the room's. */
  http: HttpAnswer;
  /** Asked with a short one, when that went wrong. */
  shortHttp?: HttpAnswer;
  socket?: Result<Joined, NotJoined>;
  /** How long nothing was said before somebody in between closed the socket. */
  cutAfterMs?: number;
}

/** What LiveKit says when it lets somebody in. */
export interface Joined {
  openMs: number;
  joinMs: number;
  version: string;
  iceServers: RTCIceServer[];
  /** How far LiveKit's clock is ahead of this device's. */
  clockAheadMs: number | undefined;
}

/** How a WebSocket that did not get there ended. */
export interface NotJoined {
  at: 'opening' | 'joining';
  /** Cut off, or nothing happened until the time was over. */
  how: 'closed' | 'timeout';
  afterMs: number;
}

/** A round trip in milliseconds, or none in time; `undefined` while it is being tried. */
type Answer = { roundTripMs: number } | 'silent' | undefined;

export interface AddressFacts {
  announced: Announced;
  answer: Answer;
}

export interface RelayFacts {
  /** `turn:…` or `turns:…` */
  url: string;
  /** Whether the TURN server gave an address of its own. */
  isAllocated: boolean;
  /** Of LiveKit, through it. */
  answer: Answer;
}

export interface WaysFacts {
  /** The page's own host. */
  host: string;
  addresses: AddressFacts[];
  relays: RelayFacts[];
}

/** What the server says that it received of one kind; none when it said nothing. */
export interface Received {
  packets: number;
  lostShare: number;
  jitterMs: number;
}

export interface CallFacts {
  /** How long it took, or why it failed. */
  connected: Result<number, JoinFailure>;
  picture: Received | undefined;
  sound: Received | undefined;
  path: Path | undefined;
}

/** The way that the room's own connection took. */
export interface Path {
  protocol: 'udp' | 'tcp' | 'turn';
  /** `udp 203.0.113.5:7882` */
  name: string;
  roundTripMs: number;
}
