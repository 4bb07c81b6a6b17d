import {
  DisconnectReason,
  LeaveRequest,
  SignalRequest,
  SignalResponse,
  type JoinResponse,
} from '@livekit/protocol';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { failed, success, type Result } from '../../common/result.ts';
import type { Joined, NotJoined } from './facts.ts';

/**
 * A session of LiveKit's signalling without the SDK. To try a single address, the check has to handle each ICE
 * candidate itself.
 */
export interface SignalSession {
  joined: Promise<Result<Joined, NotJoined>>;
  /**
   * Resolves when a proxy closes the WebSocket, with the milliseconds for which it was open. Never resolves if the
   * client or LiveKit closes it.
   */
  cut: Promise<number>;
  close: () => void;
}

interface SignalListeners {
  onAnswer: (sdp: string) => void;
  onCandidate: (candidate: string) => void;
}

/** Timeout for opening the WebSocket, and again for LiveKit's answer to the join. */
const patienceMs = 4000;

export function openSession(address: string, { onAnswer, onCandidate }: SignalListeners): SignalSession {
  const startMs = performance.now();
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  let onCut: (afterMs: number) => void = () => {};
  const cut = new Promise<number>((resolve) => (onCut = resolve));
  let openMs: number | undefined;
  let isEnded = false;

  const joined = new Promise<Result<Joined, NotJoined>>((resolve) => {
    const fail = (how: NotJoined['how']) =>
      resolve(
        failed({
          at: openMs === undefined ? 'opening' : 'joining',
          how,
          afterMs: performance.now() - startMs,
        }),
      );
    let timer = setTimeout(() => fail('timeout'), patienceMs);
    socket.addEventListener('open', () => {
      openMs = performance.now() - startMs;
      clearTimeout(timer);
      timer = setTimeout(() => fail('timeout'), patienceMs);
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      fail('closed');
      if (!isEnded) onCut(performance.now() - startMs - (openMs ?? 0));
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer)) return;
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      if (message.case === 'join') {
        clearTimeout(timer);
        resolve(success(readJoin(message.value, openMs ?? 0, performance.now() - startMs)));
      } else if (message.case === 'answer') onAnswer(message.value.sdp);
      else if (message.case === 'trickle') onCandidate(readCandidate(message.value.candidateInit));
      else if (message.case === 'leave') isEnded = true;
    });
  });

  return {
    joined,
    cut,
    close() {
      isEnded = true;
      if (socket.readyState === WebSocket.OPEN) socket.send(leave());
      socket.close();
    },
  };
}

function readJoin(join: JoinResponse, openMs: number, joinMs: number): Joined {
  const joinedAtMs = Number(join.participant?.joinedAtMs ?? 0);
  return {
    openMs,
    joinMs,
    version: join.serverInfo?.version ?? '',
    iceServers: join.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username && { username }),
      ...(credential && { credential }),
    })),
    clockAheadMs: joinedAtMs > 0 ? joinedAtMs - Date.now() : undefined,
  };
}

/** Reads an ICE candidate, which LiveKit sends as the JSON of an `RTCIceCandidateInit`. */
function readCandidate(text: string): string {
  const candidate = fieldOf(parseJson(text), 'candidate');
  return typeof candidate === 'string' ? candidate : '';
}

/** The message with which the check leaves. Without it LiveKit would keep the participant, who might reconnect. */
function leave(): Uint8Array<ArrayBuffer> {
  const reason = DisconnectReason.CLIENT_INITIATED;
  const bytes = new SignalRequest({
    message: { case: 'leave', value: new LeaveRequest({ reason }) },
  }).toBinary();
  return new Uint8Array(bytes);
}
