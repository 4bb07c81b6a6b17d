import {
  DisconnectReason,
  LeaveRequest,
  SignalRequest,
  SignalResponse,
  type JoinResponse,
} from '@livekit/protocol';
import { failed, success, type Result } from '../../common/result.ts';
import type { Joined, NotJoined } from './facts.ts';

/** LiveKit's signalling, spoken without the SDK: an address can only be tried alone by who deals with each candidate. */
export interface SignalSession {
  joined: Promise<Result<Joined, NotJoined>>;
  /** Resolves with how long it was open when somebody in between closes it; never when one of both ends does. */
  cut: Promise<number>;
  close: () => void;
}

interface SignalListeners {
  onAnswer: (sdp: string) => void;
  onCandidate: (candidate: string) => void;
}

/** How long the socket may take to open, and then LiveKit to let in. */
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

/** LiveKit sends what `RTCIceCandidate.toJSON` makes. */
function readCandidate(text: string): string {
  const init: unknown = JSON.parse(text);
  return typeof init === 'object' && init !== null && 'candidate' in init ? String(init.candidate) : '';
}

/** Without it LiveKit keeps the place for a guest who may come back. */
function leave(): Uint8Array<ArrayBuffer> {
  const reason = DisconnectReason.CLIENT_INITIATED;
  const bytes = new SignalRequest({
    message: { case: 'leave', value: new LeaveRequest({ reason }) },
  }).toBinary();
  return new Uint8Array(bytes);
}
