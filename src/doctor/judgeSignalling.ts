import type { HttpAnswer, NotJoined, SignallingFacts } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { judgeClock } from './judgeToken.ts';
import { diagnosis, type DiagnosisKind, type Judgement } from './judge.ts';
import type { Port } from '../../common/openPort.ts';

/** Response time from which LiveKit counts as slow. */
const slowMs = 1500;

/**
 * How long the check's WebSocket is left without traffic from the client. In a room the client sends every 5 s, so a
 * proxy that closes a socket sooner breaks calls. LiveKit 1.13.5 itself sends after 3 s, so a proxy with a longer limit
 * shows only if it counts each direction separately (OCI's load balancer).
 */
export const longestSilenceMs = 6000;

/**
 * Judges whether the page reaches LiveKit's signalling.
 *
 * @param origin origin of the page. A LiveKit with the same origin is behind the page's proxy, any other one has a port
 *   of its own
 */
export function judgeSignalling(facts: SignallingFacts, origin: string): Judgement {
  const { serverUrl, http, socket, cutAfterMs } = facts;
  if (!http.isSuccess) return judgeHttp(facts, origin);
  const findings: Finding[] = [finding('http_answers', http.ms)];
  if (socket === undefined) return { verdict: 'fine', findings };
  if (!socket.ok) {
    const { afterMs } = socket.failure;
    const kind = judgeSocket(socket.failure);
    return {
      verdict: 'blocked',
      findings: [...findings, finding(kind, Math.round(afterMs))],
      diagnosis: diagnosis(kind, serverUrl),
    };
  }
  const { joinMs, version, clockAheadMs } = socket.value;
  findings.push(finding('joined', Math.round(joinMs), version), ...judgeClock('livekit', clockAheadMs));
  if (cutAfterMs !== undefined) {
    const seconds = Math.max(1, Math.round(cutAfterMs / 1000));
    return {
      verdict: 'limited',
      findings: [...findings, finding('socket_cut', seconds)],
      diagnosis: diagnosis('socket_cut', String(seconds)),
    };
  }
  const slowest = Math.round(Math.max(http.ms, joinMs));
  if (slowest <= slowMs) return { verdict: 'fine', findings };
  return { verdict: 'slow', findings, diagnosis: diagnosis('server_slow', `${String(slowest)} ms`) };
}

/**
 * The diagnosis for a WebSocket that failed. A proxy that removes the Upgrade header forwards a plain request, which
 * LiveKit answers at once with 404. A proxy that holds WebSockets back does not answer. Browsers do not show pages the
 * HTTP status of a WebSocket, so the duration tells which of the two it is.
 */
function judgeSocket({ at, how }: NotJoined) {
  if (at === 'joining') return 'socket_silent';
  return how === 'closed' ? 'upgrade_lost' : 'socket_held';
}

function judgeHttp({ serverUrl, http, shortHttp }: SignallingFacts, origin: string): Judgement {
  const details = [http, shortHttp].flatMap((answer) => (answer ? [finding('detail', answer.detail)] : []));
  const kind = kindOfHttp(http, shortHttp);
  const what = kind === 'address_cut' ? String(http.status ?? '') : serverUrl;
  const ports = kind === 'signalling_unreachable' ? ownPort(serverUrl, origin) : [];
  return { verdict: 'blocked', findings: details, diagnosis: diagnosis(kind, what, ports) };
}

function kindOfHttp(http: HttpAnswer, shortHttp: HttpAnswer | undefined): DiagnosisKind {
  if (shortHttp?.isSuccess === true) return 'address_cut';
  // If a short URL was requested, it has failed as well, so the length of the long URL is not the cause.
  const { status } = shortHttp ?? http;
  if (status === 401 || status === 403) return 'token_rejected';
  if (status === undefined || status >= 500) return 'signalling_unreachable';
  return 'signalling_not_passed';
}

/** LiveKit's port, if it has one of its own; none if LiveKit is behind the page's proxy. */
function ownPort(serverUrl: string, origin: string): Port[] {
  const address = new URL(serverUrl.replace(/^ws/, 'http'));
  if (address.origin === origin) return [];
  return [{ protocol: 'tcp', port: Number(address.port || (address.protocol === 'https:' ? 443 : 80)) }];
}
