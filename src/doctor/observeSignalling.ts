import { ask } from '../access/ask.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import type { HttpAnswer, SignallingFacts } from './facts.ts';
import { makeOffer, takeCandidates } from './probe.ts';
import { roomAddress, shortValidateAddress, validateAddress } from './signalAddress.ts';
import { openSession, type SignalSession } from './signalSession.ts';

/** Timeout of each request to LiveKit. */
const patienceMs = 4000;

/**
 * How long the check waits for further ICE candidates after LiveKit's answer. They arrive one after another within a
 * short time.
 */
const settleMs = 500;

export interface SignallingObserved {
  facts: SignallingFacts;
  /** The signalling session that the check has joined. The check sends no more messages in it. */
  session?: SignalSession;
  /** The ICE candidates that LiveKit has announced. */
  candidates: string[];
}

/**
 * Tries LiveKit's signalling first over HTTP, because the status of an answer tells more than a failed WebSocket, then
 * over a WebSocket.
 */
export async function observeSignalling(grant: TokenGrant, signal: AbortSignal): Promise<SignallingObserved> {
  const { serverUrl, token } = grant;
  const connection = new RTCPeerConnection();
  try {
    const address = roomAddress(serverUrl, token, await makeOffer(connection));
    const http = await askOverHttp(validateAddress(address), signal);
    if (!http.isSuccess) {
      const shortHttp = await askOverHttp(shortValidateAddress(serverUrl, token), signal);
      return { facts: { serverUrl, http, shortHttp }, candidates: [] };
    }
    const candidates: string[] = [];
    let onAnswered = () => {};
    const announced = new Promise<void>((resolve) => {
      onAnswered = () => setTimeout(resolve, settleMs);
      setTimeout(resolve, patienceMs);
    });
    const session = openSession(address, {
      onAnswer(sdp) {
        candidates.push(...takeCandidates(sdp).candidates);
        onAnswered();
      },
      onCandidate: (line) => candidates.push(line),
    });
    signal.addEventListener('abort', session.close);
    const socket = await session.joined;
    if (!socket.ok) {
      session.close();
      return { facts: { serverUrl, http, socket }, candidates };
    }
    await announced;
    return { facts: { serverUrl, http, socket }, session, candidates };
  } finally {
    connection.close();
  }
}

/**
 * Error texts of livekit-server 1.13.5 and golang-jwt 5 that help the person who runs the server. Only these are kept,
 * because the rest of the answer contains the whole token.
 */
const reasons = [
  'invalid API key',
  'token is expired',
  'token is not valid yet',
  'signature is invalid',
  'permissions denied',
];

function summarize(answer: string): string {
  if (answer === 'success') return answer;
  if (answer.startsWith('<')) return '(a web page)';
  return reasons.find((reason) => answer.includes(reason)) ?? `(${String(answer.length)} characters)`;
}

async function askOverHttp(address: string, signal: AbortSignal): Promise<HttpAnswer> {
  const startMs = performance.now();
  const { origin, pathname } = new URL(address);
  const asked = `GET ${origin}${pathname} (${String(address.length)} characters)`;
  const answer = await ask(address, { cache: 'no-store', signal, timeoutMs: patienceMs });
  const ms = Math.round(performance.now() - startMs);
  if (!answer.ok) return { status: undefined, ms, detail: `${asked}: ${answer.failure}`, isSuccess: false };
  const { status } = answer.value;
  const text = answer.value.text.trim();
  return {
    status,
    ms,
    detail: `${asked}: ${String(status)} ${summarize(text)}`,
    isSuccess: status === 200 && text === 'success',
  };
}
