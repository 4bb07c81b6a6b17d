import type { AccessFailure } from '../access/accessFailure.ts';
import type { JoinFailure } from '../call/callState.ts';
import type { Result } from '../../common/result.ts';
import type { Announced } from './announced.ts';

/** The observations of each step of the check. The files `judge….ts` interpret them. */

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

/** An HTTP answer. `status` is `undefined` if no answer came in time, or if the page may not read the answer. */
export interface HttpAnswer {
  status: number | undefined;
  ms: number;
  /** Description of the request and its answer, without tokens. */
  detail: string;
  /** Whether LiveKit itself accepted the token, in contrast to a web server that answers every request with 200. */
  isSuccess: boolean;
}

export interface SignallingFacts {
  serverUrl: string;
  /**
   * The HTTP answer to a URL as long as the one with which a guest joins a room, because some proxies reject long
   * URLs.
   */
  http: HttpAnswer;
  /** The HTTP answer to a short URL, which is requested only if the long one failed. */
  shortHttp?: HttpAnswer;
  socket?: Result<Joined, NotJoined>;
  /** How long the WebSocket was open without traffic before a proxy closed it. */
  cutAfterMs?: number;
}

/** LiveKit's answer to a join over its WebSocket, and the time that it took. */
export interface Joined {
  openMs: number;
  joinMs: number;
  version: string;
  iceServers: RTCIceServer[];
  /** Milliseconds by which LiveKit's clock is ahead of this device's. */
  clockAheadMs: number | undefined;
}

/** How a WebSocket to LiveKit failed before the join was answered. */
export interface NotJoined {
  at: 'opening' | 'joining';
  how: 'closed' | 'timeout';
  afterMs: number;
}

/**
 * Round-trip time to an address; `silent` if no answer came in time, `undefined` while the address is still being
 * tried.
 */
type Answer = { roundTripMs: number } | 'silent' | undefined;

export interface AddressFacts {
  announced: Announced;
  answer: Answer;
}

export interface RelayFacts {
  /** Address of the TURN server: `turn:…` or `turns:…` */
  url: string;
  /** Whether the TURN server allocated a relay address for the check. */
  isAllocated: boolean;
  /** Whether LiveKit answered through the TURN server, and how fast. */
  answer: Answer;
}

export interface NetworkPathFacts {
  /** The host name in the page's address. */
  host: string;
  addresses: AddressFacts[];
  relays: RelayFacts[];
}

/** The server's report on the video or audio of the check that it has received. */
export interface Received {
  packets: number;
  lostShare: number;
  jitterMs: number;
}

export interface CallFacts {
  /** Duration of connecting in milliseconds, or why connecting failed. */
  connected: Result<number, JoinFailure>;
  video: Received | undefined;
  audio: Received | undefined;
  path: Path | undefined;
}

/** The network path that the connection to a room uses. */
export interface Path {
  protocol: 'udp' | 'tcp' | 'turn';
  /** The path's protocol, address and port: `udp 203.0.113.5:7882` */
  name: string;
  roundTripMs: number;
}
