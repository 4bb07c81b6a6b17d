import type { AccessFailure } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { nameOf, parseCandidate, type Announced } from './announced.ts';
import { clockAheadMs } from './checkToken.ts';
import type { CallFacts, DoorFacts, PageFacts, RelayFacts, WaysFacts } from './facts.ts';
import type { Judgement } from './judge.ts';
import { judgePath, judgePublishing } from './judgeCall.ts';
import { judgeDoor } from './judgeDoor.ts';
import { judgePage } from './judgePage.ts';
import { judgeSignalling, longestSilenceMs } from './judgeSignalling.ts';
import { judgeWays } from './judgeWays.ts';
import type { SignallingObserved } from './observeSignalling.ts';
import type { ProbeAnswer } from './probe.ts';
import type { TestTracks } from './testTracks.ts';

/** The way of a join, in its order. */
export const stepNames = ['page', 'door', 'signalling', 'ways', 'publishing', 'path'] as const;
export type StepName = (typeof stepNames)[number];

/** What one connection is given: an address of LiveKit's, or a TURN server. */
type Way = { announced: Announced } | { relay: RTCIceServer };

/** What the walk stands on; handed in, so that its order is tested without a browser. */
export interface WalkParts {
  page: { host: string; origin: string };
  observePage: () => Promise<PageFacts>;
  /** Each time for a room of its own. */
  requestToken: (signal: AbortSignal) => Promise<Result<TokenGrant, AccessFailure>>;
  observeSignalling: (grant: TokenGrant, signal: AbortSignal) => Promise<SignallingObserved>;
  probe: (grant: TokenGrant, way: Way, signal: AbortSignal) => Promise<ProbeAnswer>;
  observeCall: (grant: TokenGrant, tracks: TestTracks | undefined, signal: AbortSignal) => Promise<CallFacts>;
}

/** Who is told how far the walk is. */
export interface WalkListener {
  /** A step has begun, or found something more. */
  onRunning: (name: StepName, findings?: Judgement['findings']) => void;
  onSettled: (name: StepName, judgement: Judgement) => void;
}

/** Each address is tried by a connection of its own; a server with more of them has announced those of its containers. */
const mostAddresses = 8;

/** Walks the way of a join until something blocks it. Rejects with the signal's reason. */
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

  /** A door that has opened may still close before the last of the connections is through: it counts requests. */
  async function askAgain(): Promise<TokenGrant> {
    const token = await parts.requestToken(signal);
    if (token.ok) return token.value;
    throw new DoorClosed(judgeDoor({ ms: 0, outcome: token }));
  }

  async function tryWays({ candidates, facts }: SignallingObserved): Promise<boolean> {
    const iceServers = facts.socket?.ok === true ? facts.socket.value.iceServers : [];
    const ways = listWays(parts.page.host, candidates, iceServers);
    const tell = () => onRunning('ways', judgeWays(ways).findings);
    tell();
    await Promise.all([
      ...ways.addresses.map(async (one) => {
        const { roundTripMs } = await parts.probe(await askAgain(), { announced: one.announced }, signal);
        one.answer = roundTripMs === undefined ? 'silent' : { roundTripMs };
        tell();
      }),
      ...ways.relays.map(async (one) => {
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
    return settle('ways', judgeWays(ways));
  }

  onRunning('page');
  if (!settle('page', judgePage(await parts.observePage()))) return;

  onRunning('door');
  const askedMs = performance.now();
  const token = await parts.requestToken(signal);
  if (!settle('door', judgeDoor(readDoor(token, performance.now() - askedMs))) || !token.ok) return;

  onRunning('signalling');
  const observed = await parts.observeSignalling(token.value, signal);
  const { facts, session } = observed;
  if (!settle('signalling', judgeSignalling(facts, parts.page.origin)) || !session) return;
  const joinedAtMs = performance.now();
  const cut = session.cut.then((cutAfterMs) => {
    onSettled('signalling', judgeSignalling({ ...facts, cutAfterMs }, parts.page.origin));
  });
  try {
    onRunning('ways');
    if (!(await tryWays(observed))) return;

    onRunning('publishing');
    const call = await parts.observeCall(await askAgain(), tracks, signal);
    if (!settle('publishing', judgePublishing(call))) return;

    onRunning('path');
    // The socket of before has been left in silence since; by now it should still be open.
    await Promise.race([cut, pause(joinedAtMs + longestSilenceMs - performance.now(), signal)]);
    settle('path', judgePath(call));
  } finally {
    session.close();
  }
}

/** The door does not open any more. */
export class DoorClosed extends Error {
  readonly judgement: Judgement;
  constructor(judgement: Judgement) {
    super('The token endpoint has stopped giving tokens');
    this.judgement = judgement;
  }
}

interface Ways extends WaysFacts {
  relays: (RelayFacts & { server: RTCIceServer })[];
}

/** STUN servers are left out: the room does not need them, since LiveKit's own address is known. */
function listWays(host: string, candidates: readonly string[], iceServers: readonly RTCIceServer[]): Ways {
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

function readDoor(token: Result<TokenGrant, AccessFailure>, tookMs: number): DoorFacts {
  const ms = Math.round(tookMs);
  if (!token.ok) return { ms, outcome: failed(token.failure) };
  // Made somewhere between the question and the answer.
  const clock = clockAheadMs(token.value.token, Date.now() - tookMs / 2);
  return { ms, outcome: success({ clockAheadMs: clock }) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
    signal.addEventListener('abort', () => resolve());
  });
}
