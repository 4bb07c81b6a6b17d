import type { AccessFailure } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { nameOf, parseCandidate, type Announced } from './announced.ts';
import { clockAheadMs } from './checkToken.ts';
import type { CallFacts, TokenFacts, PageFacts, RelayFacts, NetworkPathFacts } from './facts.ts';
import type { Judgement } from './judge.ts';
import { judgePath, judgePublishing } from './judgeCall.ts';
import { judgeToken } from './judgeToken.ts';
import { judgePage } from './judgePage.ts';
import { judgeSignalling, longestSilenceMs } from './judgeSignalling.ts';
import { judgeNetworkPaths } from './judgeNetworkPaths.ts';
import type { SignallingObserved } from './observeSignalling.ts';
import type { ProbeAnswer } from './probe.ts';
import type { TestTracks } from './testTracks.ts';

/** The steps of a join in their order. The check goes through them. */
export const stepNames = ['page', 'token', 'signalling', 'networkPaths', 'publishing', 'path'] as const;
export type StepName = (typeof stepNames)[number];

/** The network path that one connection of the check tries: an address of LiveKit, or a TURN server. */
type NetworkPath = { announced: Announced } | { relay: RTCIceServer };

/**
 * The functions and state that the check uses. They are passed in, so that the check can be tested without a browser.
 */
export interface WalkParts {
  page: { host: string; origin: string };
  observePage: () => Promise<PageFacts>;
  /** Requests a token for a new room, which exists for the check only. */
  requestToken: (signal: AbortSignal) => Promise<Result<TokenGrant, AccessFailure>>;
  observeSignalling: (grant: TokenGrant, signal: AbortSignal) => Promise<SignallingObserved>;
  probe: (grant: TokenGrant, path: NetworkPath, signal: AbortSignal) => Promise<ProbeAnswer>;
  observeCall: (grant: TokenGrant, tracks: TestTracks | undefined, signal: AbortSignal) => Promise<CallFacts>;
}

/** Callbacks that are told of the progress of the connection check. */
export interface WalkListener {
  /** Called when a step has started, and when a running step has further findings. */
  onRunning: (name: StepName, findings?: Judgement['findings']) => void;
  onSettled: (name: StepName, judgement: Judgement) => void;
}

/**
 * Number of addresses that the check tries at most, each with a connection of its own. A server that announces more
 * also announces those of its containers.
 */
const mostAddresses = 8;

/**
 * Goes through the steps of a join until one of them is blocked. If `signal` aborts, it rejects with the signal's
 * reason.
 */
export async function walk(
  parts: WalkParts,
  tracks: TestTracks | undefined,
  signal: AbortSignal,
  { onRunning, onSettled }: WalkListener,
): Promise<void> {
  function settle(name: StepName, judgement: Judgement): boolean {
    signal.throwIfAborted();
    onSettled(name, judgement);
    return judgement.verdict !== 'blocked';
  }

  /**
   * Requests another token. The token endpoint limits requests, so this may fail although it granted the first token.
   */
  async function askAgain(): Promise<TokenGrant> {
    const token = await parts.requestToken(signal);
    if (token.ok) return token.value;
    throw new TokenRefused(judgeToken({ ms: 0, outcome: token }));
  }

  async function tryNetworkPaths({ candidates, facts }: SignallingObserved): Promise<boolean> {
    const iceServers = facts.socket?.ok === true ? facts.socket.value.iceServers : [];
    const paths = listNetworkPaths(parts.page.host, candidates, iceServers);
    const tell = () => onRunning('networkPaths', judgeNetworkPaths(paths).findings);
    tell();
    await Promise.all([
      ...paths.addresses.map(async (one) => {
        const { roundTripMs } = await parts.probe(await askAgain(), { announced: one.announced }, signal);
        one.answer = roundTripMs === undefined ? 'silent' : { roundTripMs };
        tell();
      }),
      ...paths.relays.map(async (one) => {
        const { isAllocated, roundTripMs } = await parts.probe(
          await askAgain(),
          { relay: one.server },
          signal,
        );
        one.isAllocated = isAllocated;
        one.answer = roundTripMs === undefined ? 'silent' : { roundTripMs };
        tell();
      }),
    ]);
    return settle('networkPaths', judgeNetworkPaths(paths));
  }

  onRunning('page');
  if (!settle('page', judgePage(await parts.observePage()))) return;

  onRunning('token');
  const askedMs = performance.now();
  const token = await parts.requestToken(signal);
  if (!settle('token', judgeToken(readTokenFacts(token, performance.now() - askedMs))) || !token.ok) return;

  onRunning('signalling');
  const observed = await parts.observeSignalling(token.value, signal);
  const { facts, session } = observed;
  if (!settle('signalling', judgeSignalling(facts, parts.page.origin)) || !session) return;
  const joinedAtMs = performance.now();
  const cut = session.cut.then((cutAfterMs) => {
    onSettled('signalling', judgeSignalling({ ...facts, cutAfterMs }, parts.page.origin));
  });
  try {
    onRunning('networkPaths');
    if (!(await tryNetworkPaths(observed))) return;

    onRunning('publishing');
    const call = await parts.observeCall(await askAgain(), tracks, signal);
    if (!settle('publishing', judgePublishing(call))) return;

    onRunning('path');
    // Waits until the first WebSocket, on which there has been no traffic since the join, has been silent for as long
    // as a proxy should allow, or until a proxy closes it.
    await Promise.race([cut, pause(joinedAtMs + longestSilenceMs - performance.now(), signal)]);
    settle('path', judgePath(call));
  } finally {
    session.close();
  }
}

/** Thrown when the token endpoint refuses a further token in the middle of the check. */
export class TokenRefused extends Error {
  readonly judgement: Judgement;
  constructor(judgement: Judgement) {
    super('The token endpoint has stopped giving tokens');
    this.judgement = judgement;
  }
}

interface NetworkPaths extends NetworkPathFacts {
  relays: (RelayFacts & { server: RTCIceServer })[];
}

/**
 * Lists the network paths to try. STUN servers are left out, because calls do not need them: LiveKit's own address is
 * known.
 */
function listNetworkPaths(
  host: string,
  candidates: readonly string[],
  iceServers: readonly RTCIceServer[],
): NetworkPaths {
  const announced = new Map<string, Announced>();
  for (const one of candidates.map(parseCandidate)) if (one) announced.set(nameOf(one), one);
  return {
    host,
    addresses: [...announced.values()]
      .slice(0, mostAddresses)
      .map((one) => ({ announced: one, answer: undefined })),
    relays: iceServers.flatMap((server) =>
      [server.urls]
        .flat()
        .filter((url) => /^turns?:/.test(url))
        .map((url) => ({ url, server: { ...server, urls: url }, isAllocated: false, answer: undefined })),
    ),
  };
}

function readTokenFacts(token: Result<TokenGrant, AccessFailure>, tookMs: number): TokenFacts {
  const ms = Math.round(tookMs);
  if (!token.ok) return { ms, outcome: failed(token.failure) };
  // The token's time is compared with the middle of the time between request and answer, because the token was made
  // somewhere in between.
  const clock = clockAheadMs(token.value.token, Date.now() - tookMs / 2);
  return { ms, outcome: success({ clockAheadMs: clock }) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
    signal.addEventListener('abort', () => resolve());
  });
}
