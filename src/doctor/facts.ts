import type { AccessFailure } from '../access/accessFailure.ts';
import type { JoinFailure } from '../call/callState.ts';
import type { Result } from '../../common/result.ts';
import type { Announced } from './announced.ts';

/** Observations of each step. The `judge….ts` files interpret them. */

export interface PageFacts {
  isSecure: boolean;
  hasWebRtc: boolean;
  microphones: number;
  cameras: number;
}

export interface TokenFacts {
  ms: number;
  outcome: Result<{ clockAheadMs: number | undefined }, AccessFailure>;
}

/** An HTTP answer. `status` is `undefined` if there was none in time, or none that the page may read. */
export interface HttpAnswer {
  status: number | undefined;
  ms: number;
  /** Request and answer, without tokens. */
  detail: string;
  /** Whether LiveKit itself accepted the token, in contrast to a web server that answers every request with 200. */
  isSuccess: boolean;
}

export interface SignallingFacts {
  serverUrl: string;
  /** Answer to a URL as long as the one for joining a room. */
  http: HttpAnswer;
  /** Answer to a short URL, if the long one failed. */
  shortHttp?: HttpAnswer;
  socket?: Result<Joined, NotJoined>;
  /** How long the socket was open without traffic before a proxy closed it. */
  cutAfterMs?: number;
}

/** LiveKit's answer to a join. */
export interface Joined {
  openMs: number;
  joinMs: number;
  version: string;
  iceServers: RTCIceServer[];
  /** Milliseconds by which LiveKit's clock is ahead of this device's. */
  clockAheadMs: number | undefined;
}

/** How a WebSocket failed before joining. */
export interface NotJoined {
  at: 'opening' | 'joining';
  how: 'closed' | 'timeout';
  afterMs: number;
}

/** Round-trip time, or `silent` if there was no answer in time; `undefined` while it is being tried. */
type Answer = { roundTripMs: number } | 'silent' | undefined;

export interface AddressFacts {
  announced: Announced;
  answer: Answer;
}

export interface RelayFacts {
  /** `turn:…` or `turns:…` */
  url: string;
  /** Whether the TURN server allocated a relay address. */
  isAllocated: boolean;
  /** LiveKit's answer through the TURN server. */
  answer: Answer;
}

export interface NetworkPathFacts {
  /** Host of the page's address. */
  host: string;
  addresses: AddressFacts[];
  relays: RelayFacts[];
}

/** The server's report on the media of one kind that it received. */
export interface Received {
  packets: number;
  lostShare: number;
  jitterMs: number;
}

export interface CallFacts {
  /** Duration of connecting in milliseconds, or the failure. */
  connected: Result<number, JoinFailure>;
  video: Received | undefined;
  audio: Received | undefined;
  path: Path | undefined;
}

/** The network path that the connection to a room uses. */
export interface Path {
  protocol: 'udp' | 'tcp' | 'turn';
  /** `udp 203.0.113.5:7882` */
  name: string;
  roundTripMs: number;
}
